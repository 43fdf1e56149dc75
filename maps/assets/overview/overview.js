"use strict";

/* The overview: everything of a plan, switched by way of travel, day, county, employer, vehicle and kind of place. */
function fangangOverview(map, ground, data) {
  const card = document.querySelector(".fg-panel");
  const GROUPS = ["modes", "days", "origins", "destinations", "employers", "vehicles", "sites"];
  const MOST_FOUND = 12;
  const shown = L.layerGroup().addTo(map);
  const features = data.features;

  Fangang.ground(map, ground);
  features.forEach((feature) => Fangang.build(feature, data.styles[feature.layer]));
  const tell = Fangang.telling(map, features);
  const ordinary = features.filter((feature) => feature.layer === "village" || feature.layer === "factory");
  const places = new Set(ordinary);
  const attached = features.filter((feature) => feature.layer === "ticket" || feature.layer === "unserved");
  const order = ["hub", "factory", "village"];
  const namable = features.filter((feature) => order.includes(feature.layer))
    .sort((a, b) => order.indexOf(a.layer) - order.indexOf(b.layer) || b.people - a.people);
  const bubbles = Fangang.bubbles(map, data.ways, data.texts);
  let drawn = { alone: [], rings: [] };
  const writeNames = Fangang.labels(
    map,
    () => namable.filter((site) => site.on && !site.hidden),
    () => drawn.rings,
  );

  // --- switches -----------------------------------------------------------------------------------------------
  const boxes = (group) => Array.from(card.querySelectorAll("[data-group=" + group + "] input[type=checkbox]"));

  /** What is chosen in a group: a set of values, or null where everything is. */
  function chosen(group) {
    const all = boxes(group);
    const checked = all.filter((box) => box.checked);
    return checked.length === all.length ? null : new Set(checked.map((box) => box.value));
  }

  const has = (set, value) => set === null || set.has(String(value));
  const any = (set, values) => set === null || values.some((value) => set.has(String(value)));

  /** Whether a feature is seen; counts the people of it that are meant, by way of travel. */
  function see(feature, on) {
    feature.counts = {};
    let people = 0;
    for (const [origin, destination, employer, way, day, n] of feature.flows) {
      const meant = has(on.origins, origin) && has(on.destinations, destination) && has(on.employers, employer) &&
        (day < 0 || has(on.days, day));
      if (!meant) continue;
      people += n;
      feature.counts[way] = (feature.counts[way] || 0) + n;
    }
    feature.shown = people;
    if (!people || (feature.days && !any(on.days, feature.days)) || !any(on.vehicles, feature.vehicles)) return false;
    return feature.via ? has(on.sites, feature.layer) && any(on.modes, feature.via) : has(on.modes, feature.layer);
  }

  function redraw() {
    const on = {};
    for (const group of GROUPS) on[group] = chosen(group);
    map.closePopup();
    features.forEach((feature) => { feature.on = see(feature, on); });
    map.getContainer().dataset.visible = features.filter((feature) => feature.on).length;
    card.querySelector(".fg-reset").hidden = GROUPS.every((group) => on[group] === null);
    place();
  }

  /** Put on the map what is seen: lines, then circles or the rings that stand for several. */
  function place() {
    shown.clearLayers();
    drawn = bubbles(ordinary.filter((site) => site.on));
    const gathered = new Set(drawn.rings.flatMap((ring) => ring.members));
    const covered = new Set(Array.from(gathered, (site) => site.id));
    features.forEach((feature) => {
      feature.hidden = places.has(feature) ? gathered.has(feature) : covered.has(feature.place);
      if (feature.on && !feature.hidden) feature.parts.forEach((part) => shown.addLayer(part));
    });
    writeNames();
  }

  card.addEventListener("change", (event) => { if (event.target.type === "checkbox") redraw(); });
  card.addEventListener("click", (event) => {
    const { set, only } = event.target.dataset;
    if (event.target.closest(".fg-reset")) boxesOfAll().forEach((box) => { box.checked = true; });
    else if (set) boxes(groupOf(event.target)).forEach((box) => { box.checked = set === "all"; });
    else if (only !== undefined) boxes(groupOf(event.target)).forEach((box) => { box.checked = box.value === only; });
    else return;
    event.preventDefault();
    redraw();
  });
  const groupOf = (element) => element.closest("[data-group]").dataset.group;
  const boxesOfAll = () => GROUPS.flatMap(boxes);

  // --- search -------------------------------------------------------------------------------------------------
  const field = card.querySelector(".fg-search input");
  const found = card.querySelector(".fg-found");

  function search() {
    const words = field.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    found.replaceChildren();
    if (!words.length) return;
    const hits = features.filter((feature) => words.every((word) => feature.find.includes(word)));
    for (const feature of hits.slice(0, MOST_FOUND)) {
      const button = L.DomUtil.create("button", "", found);
      button.type = "button";
      button.innerHTML = feature.tip;
      button.addEventListener("click", () => show(feature));
    }
    const note = L.DomUtil.create("p", "fg-note", found);
    note.textContent = hits.length ? (hits.length > MOST_FOUND ? data.texts.more.replace("{n}", hits.length - MOST_FOUND) : "") : data.texts.nothing;
  }

  /** Bring a feature into sight and tell about it; switches that hide it are set back. */
  function show(feature) {
    if (!feature.on) {
      boxesOfAll().forEach((box) => { box.checked = true; });
      redraw();
    }
    if (Fangang.isNarrow()) card.open = false;
    if (Fangang.isLine(feature)) {
      frame(L.latLngBounds(feature.at.map(Fangang.latLng)));
      tell(feature, Fangang.latLng(feature.at[Math.floor(feature.at.length / 2)]));
    } else {
      map.setView(Fangang.latLng(feature.at), 13, { animate: false });
      place();
      tell(feature, Fangang.latLng(feature.at));
    }
  }

  field.addEventListener("input", search);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && found.querySelector("button")) found.querySelector("button").click();
  });
  card.addEventListener("input", (event) => {
    if (!event.target.matches(".fg-filter")) return;
    const word = event.target.value.trim().toLowerCase();
    event.target.parentElement.querySelectorAll("label").forEach((row) => {
      row.hidden = !row.textContent.toLowerCase().includes(word);
    });
  });

  // --- the map's own life -------------------------------------------------------------------------------------
  function settle() {
    Fangang.dress(map, features);
    place();
  }

  map.on("zoomend", settle);
  map.on("moveend fg:names fg:print", writeNames);
  const frame = Fangang.framing(map, data.views[0].bounds, card);
  Fangang.views(map, ground, data.views, frame);
  redraw();
  settle();
  const wanted = decodeURIComponent(location.hash.slice(1));
  const meant = wanted && features.find((feature) => feature.id === wanted);
  if (meant) show(meant);
}
