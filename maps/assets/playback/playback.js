"use strict";

/* The plan as it runs: a clock that a person starts, stops and drags, and everything where it is at that moment. */
function fangangPlayback(map, ground, data) {
  const card = document.querySelector(".fg-panel");
  const bar = document.querySelector(".fg-bar");
  const pick = (selector) => document.querySelector(selector);
  const slider = pick(".fg-time");
  const STEP = 10;
  const MOST_EVENTS = 9;
  const lines = data.lines.map(Fangang.measured);
  const trips = data.trips.map((trip) => Object.assign(trip, { phases: Fangang.phases(trip) }));
  const services = data.services.map((service) => Object.assign(service, { way: Fangang.measured(service.line) }));
  const places = data.places.filter((place) => place.at);
  let now = data.start;
  let playing = false;
  let followed = null;
  let drawn = [];

  // --- ground -------------------------------------------------------------------------------------------------
  Fangang.ground(map, ground);
  const pane = map.createPane("fg-ways");
  pane.style.zIndex = 350;
  pane.style.pointerEvents = "none";
  const faint = { renderer: L.canvas({ pane: "fg-ways", padding: 0.3 }), pane: "fg-ways", interactive: false, color: "#8fa3ad", weight: 1.3, opacity: Math.max(0.12, Math.min(0.55, 60 / data.lines.length)) };
  data.lines.forEach((line) => { if (line.length > 1) L.polyline(line.map(Fangang.latLng), faint).addTo(map); });
  services.forEach((service) => L.polyline(service.line.map(Fangang.latLng), Object.assign({}, faint, { dashArray: "4 5" })).addTo(map));

  const last = (steps) => (steps.length ? steps[steps.length - 1][1] : 0);
  const sizeOf = (place) => {
    const people = Math.max(last(place.out), last(place.in));
    const share = Math.min(1, Math.max(0.45, (map.getZoom() - 3) / 6));
    return (people ? Math.min(15, 3 + Math.sqrt(people)) : 5) * share;
  };
  places.forEach((place) => { place.layer = { village: "village", factory: "factory" }[place.kind] || "hub"; });
  const order = ["hub", "factory", "village"];
  const named = [...places].sort((a, b) => order.indexOf(a.layer) - order.indexOf(b.layer));
  let groups = [];
  let grouped = null;
  const writeNames = Fangang.labels(map, () => named.filter((place) => place.size), () => groups);

  // --- what is when -------------------------------------------------------------------------------------------
  function until(steps, moment) {
    let low = 0;
    let high = steps.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (steps[middle][0] <= moment) low = middle + 1; else high = middle;
    }
    return low ? steps[low - 1][1] : 0;
  }

  function tripNow(trip) {
    if (now < trip.start || now >= trip.end) return null;
    const phase = trip.phases.find((one) => one.from <= now && now < one.to) || trip.phases[trip.phases.length - 1];
    const line = lines[phase.line];
    if (!line.line.length) return null;
    const part = phase.to > phase.from ? (now - phase.from) / (phase.to - phase.from) : 1;
    const spot = Fangang.along(line, phase.start + part * (phase.end - phase.start));
    return { one: trip, kind: trip.kind, state: phase.state, aboard: phase.aboard, phase, at: spot.at, turn: spot.turn };
  }

  function serviceNow(service) {
    if (now < service.start || now >= service.end) return null;
    const spot = Fangang.along(service.way, (now - service.start) / Math.max(1, service.end - service.start));
    return { one: service, kind: service.kind, state: "drive", aboard: service.people, at: spot.at, turn: spot.turn };
  }

  const all = [];
  trips.forEach((trip) => trip.stops.forEach(([arrive, , place, board, alight]) => {
    all.push({ at: arrive, kind: trip.kind, id: trip.id, place, told: [board && data.texts.boarding.replace("{n}", board), alight && data.texts.alighting.replace("{n}", alight)] });
  }));
  services.forEach((service) => {
    all.push({ at: service.start, kind: service.kind, id: service.id, place: service.from, told: [data.texts.departs.replace("{n}", service.people)] });
    all.push({ at: service.end, kind: service.kind, id: service.id, place: service.to, told: [data.texts.lands.replace("{n}", service.people)] });
  });
  all.sort((a, b) => a.at - b.at);

  // --- writing time -------------------------------------------------------------------------------------------
  const two = (n) => String(n).padStart(2, "0");
  const clock = (moment) => two(Math.floor(moment / 60) % 24) + ":" + two(Math.floor(moment) % 60);
  function dayOf(moment) {
    const date = new Date(Math.floor(moment) * 60000);
    return data.texts.day.replace("{month}", date.getUTCMonth() + 1).replace("{day}", date.getUTCDate()).replace("{weekday}", data.weekdays[date.getUTCDay()]);
  }

  // --- drawing ------------------------------------------------------------------------------------------------
  const canvas = L.DomUtil.create("canvas", "fg-fleet", map.getPanes().markerPane);
  const pen = canvas.getContext("2d");

  function paint() {
    const size = map.getSize();
    const dense = window.devicePixelRatio || 1;
    if (canvas.width !== Math.round(size.x * dense) || canvas.height !== Math.round(size.y * dense)) {
      canvas.width = Math.round(size.x * dense);
      canvas.height = Math.round(size.y * dense);
      canvas.style.width = size.x + "px";
      canvas.style.height = size.y + "px";
    }
    L.DomUtil.setPosition(canvas, map.containerPointToLayerPoint([0, 0]));
    pen.setTransform(dense, 0, 0, dense, 0, 0);
    pen.clearRect(0, 0, size.x, size.y);
    const pixel = (at) => map.latLngToContainerPoint(Fangang.latLng(at));
    const inside = (point) => point.x > -30 && point.y > -30 && point.x < size.x + 30 && point.y < size.y + 30;
    if (grouped !== map.getZoom()) gather();
    groups.forEach((group) => {
      const point = pixel(group.at);
      if (inside(point)) drawPlace(group, point);
    });
    const roomy = map.getZoom() >= 7;
    drawn = [...trips.map(tripNow), ...services.map(serviceNow)].filter(Boolean);
    for (const thing of drawn) {
      thing.point = pixel(thing.at);
      if (!inside(thing.point)) continue;
      pen.save();
      pen.translate(thing.point.x, thing.point.y);
      if (thing.one === followed) {
        pen.beginPath();
        pen.arc(0, 0, 17, 0, 2 * Math.PI);
        pen.lineWidth = 3;
        pen.strokeStyle = "#17242e";
        pen.stroke();
      }
      Fangang.sign(pen, thing.kind, thing.state, data.colors[thing.kind], thing.turn, thing.aboard, roomy);
      pen.restore();
    }
  }

  /** Places that would lie on each other are one circle, with the number of people who wait or have arrived. */
  function gather() {
    grouped = map.getZoom();
    places.forEach((place) => { place.shown = Math.max(last(place.out), last(place.in)); });
    groups = Fangang.group(map, places, grouped < 10 ? 26 : 8).map((members) => ({
      at: members[0].at,
      many: members.length > 1,
      members,
      leaving: members.reduce((sum, place) => sum + last(place.out), 0),
      coming: members.reduce((sum, place) => sum + last(place.in), 0),
    }));
    groups.forEach((group) => {
      group.size = group.many && group.leaving + group.coming ? Math.min(22, 9 + Math.sqrt(group.leaving + group.coming) * 0.5) : sizeOf(group.members[0]);
      group.members.forEach((place, index) => { place.size = index ? 0 : group.size; });
    });
  }

  /** A ring for all people of a place, filled as far as they wait there or have arrived. */
  function drawPlace(group, point) {
    const { leaving, coming, size } = group;
    pen.beginPath();
    pen.arc(point.x, point.y, size, 0, 2 * Math.PI);
    pen.fillStyle = leaving || coming ? "rgba(255,255,255,.88)" : "#ffd166";
    pen.fill();
    pen.lineWidth = 1.3;
    pen.strokeStyle = coming ? "#00664a" : "#34556e";
    pen.stroke();
    const people = group.members.reduce((sum, place) => sum + (leaving ? last(place.out) - until(place.out, now) : until(place.in, now)), 0);
    if (people) {
      pen.beginPath();
      pen.arc(point.x, point.y, size * Math.sqrt(people / (leaving || coming)), 0, 2 * Math.PI);
      pen.fillStyle = leaving ? "#34556e" : "#00845f";
      pen.fill();
    }
    if (!group.many || !people) return;
    pen.font = "650 11px system-ui, sans-serif";
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.lineWidth = 3;
    pen.strokeStyle = people > (leaving || coming) / 3 ? (leaving ? "#34556e" : "#00845f") : "#fff";
    pen.strokeText(people, point.x, point.y + 0.5);
    pen.fillStyle = people > (leaving || coming) / 3 ? "#fff" : "#17242e";
    pen.fillText(people, point.x, point.y + 0.5);
  }

  const total = last(data.out);

  function tellNow() {
    const out = until(data.out, now);
    const arrived = until(data.in, now);
    pick("[data-count=waiting]").textContent = total - out;
    pick("[data-count=travelling]").textContent = out - arrived;
    pick("[data-count=arrived]").textContent = arrived;
    pick(".fg-clock").textContent = dayOf(now) + " " + clock(now);
    slider.value = now;
    slider.setAttribute("aria-valuetext", dayOf(now) + " " + clock(now));
    const moving = drawn.filter((thing) => thing.state === "drive").length;
    const halted = drawn.filter((thing) => thing.state === "halt").length;
    pick(".fg-now").textContent = drawn.length
      ? [[data.texts.driving, moving], [data.texts.standing, drawn.length - moving - halted], [data.texts.halt, halted]]
        .map(([name, n]) => name + " " + n).join(" · ")
      : data.texts.nothing;
    const day = Math.floor(now / 1440) * 1440;
    bar.querySelectorAll("[data-day]").forEach((button) => button.setAttribute("aria-pressed", String(Number(button.dataset.day) === day)));
    tellEvents();
  }

  let told = -1;
  function tellEvents() {
    let count = 0;
    while (count < all.length && all[count].at <= now) count += 1;
    if (count === told) return;
    told = count;
    pick(".fg-events").innerHTML = all.slice(Math.max(0, count - MOST_EVENTS), count).reverse().map((event) =>
      "<li><time>" + clock(event.at) + "</time><span><i class='fg-dot fg-" + event.kind + "'></i>" + event.id + " " + data.places[event.place].name +
      " <b>" + event.told.filter(Boolean).join(" ") + "</b></span></li>").join("");
  }

  function refresh() {
    paint();
    tellNow();
    if (followed) {
      const thing = drawn.find((one) => one.one === followed);
      if (thing) map.panTo(Fangang.latLng(thing.at), { animate: false });
    }
  }

  // --- running ------------------------------------------------------------------------------------------------
  const button = pick(".fg-play");
  let before = 0;

  function set(moment) {
    now = Math.min(data.end, Math.max(data.start, moment));
    refresh();
  }

  function frame(time) {
    if (!playing) return;
    const passed = Math.min(0.2, (time - before) / 1000);
    before = time;
    let next = now + passed * Number(pick(".fg-speed").value);
    // Where nothing is out for a while, go on at the next departure.
    const idle = data.moving.find(([from]) => from > now);
    if (idle && !data.moving.some(([from, to]) => from <= now && now < to)) next = Math.max(next, idle[0]);
    set(next);
    if (now >= data.end) play(false);
    else requestAnimationFrame(frame);
  }

  function play(on) {
    if (on && now >= data.end) now = data.start;
    playing = on && data.end > data.start;
    button.setAttribute("aria-label", playing ? data.texts.pause : data.texts.play);
    button.classList.toggle("fg-playing", playing);
    if (playing) requestAnimationFrame((time) => { before = time; frame(time); });
  }

  button.addEventListener("click", () => play(!playing));
  slider.addEventListener("input", () => set(Number(slider.value)));
  bar.addEventListener("click", (event) => {
    if (event.target.dataset.day === undefined) return;
    const day = Number(event.target.dataset.day);
    const first = data.moving.find(([, to]) => to > day);
    set(Math.max(day, first && first[0] < day + 1440 ? first[0] : day));
  });
  bar.querySelectorAll("[data-day]").forEach((one) => { one.textContent = dayOf(Number(one.dataset.day)).split(" ")[0]; });
  document.addEventListener("keydown", (event) => {
    if (event.target.matches("input, select, button, summary")) return;
    if (event.key === " ") { event.preventDefault(); play(!playing); }
    if (event.key === "ArrowRight") set(now + STEP);
    if (event.key === "ArrowLeft") set(now - STEP);
  });
  L.DomEvent.disableClickPropagation(bar);
  L.DomEvent.disableScrollPropagation(bar);

  pick(".fg-follow select").addEventListener("change", (event) => {
    followed = event.target.value === "" ? null : trips[Number(event.target.value)];
    if (!followed) return;
    if (now < followed.start || now >= followed.end) now = followed.start;
    map.setZoom(Math.max(map.getZoom(), 8), { animate: false });
    if (Fangang.isNarrow()) card.open = false;
    refresh();
  });

  map.on("click", (event) => {
    const near = drawn.filter((thing) => thing.point && thing.point.distanceTo(event.containerPoint) < 16);
    if (!near.length) return;
    const html = near.slice(0, 8).map((thing) => {
      const one = thing.one;
      const stop = thing.phase && one.stops[thing.phase.next];
      const next = stop ? "<p>" + data.texts.next.replace("{clock}", clock(stop[0])) + data.places[stop[2]].name + "</p>" : "";
      const number = one.number ? " " + data.texts.number.replace("{n}", one.number) : "";
      return "<section class='fg-pop fg-" + thing.kind + "'><h4>" + one.id + " · " + data.names[thing.kind] + "</h4><p>" + one.vehicle + number +
        " · " + data.texts.aboard.replace("{n}", thing.aboard) + "</p>" + next + "</section>";
    }).join("");
    Fangang.open(map, event.latlng, html);
  });

  Fangang.curve(pick(".fg-curve"), data, total);
  Fangang.samples(data.colors);

  const show = Fangang.framing(map, data.views[0].bounds, card, bar);
  Fangang.views(map, ground, data.views, show);
  map.on("move zoom viewreset resize fg:print", paint);
  map.on("moveend zoomend fg:names fg:print", writeNames);
  map.getContainer().fgSet = set;
  play(false);
  refresh();
  writeNames();
}
