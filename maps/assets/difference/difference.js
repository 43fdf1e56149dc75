"use strict";

/* Two plans: their difference on one map, or both side by side, moved together. */
function fangangDifference(map, ground, data) {
  const card = document.querySelector(".fg-panel");
  const LINES = {
    same: { color: "#8b979e", dash: null },
    new: { color: "#0072b2", dash: null },
    more: { color: "#0072b2", dash: null },
    other: { color: "#a0468a", dash: "2 5" },
    fewer: { color: "#d55e00", dash: "8 5" },
    gone: { color: "#d55e00", dash: "8 5" },
  };
  const shown = L.layerGroup().addTo(map);
  const lines = data.features.filter(Fangang.isLine);
  const points = data.features.filter((feature) => !Fangang.isLine(feature));
  Fangang.ground(map, ground);

  // --- the difference -----------------------------------------------------------------------------------------
  for (const line of lines) {
    const look = LINES[line.change];
    const weight = line.change === "same" ? 1.5 : 2.5 + Math.min(7, Math.sqrt(line.size) * 0.55);
    const path = line.at.map(Fangang.latLng);
    line.parts = [
      L.polyline(path, { color: "#fff", weight: weight + 2, opacity: 0.8, interactive: false, lineCap: "butt" }),
      L.polyline(path, { color: look.color, weight, dashArray: look.dash, opacity: 0.9, lineCap: "butt" }),
    ];
    line.parts[1].bindTooltip(line.tip, { sticky: true, direction: "top", offset: [0, -6] });
    line.parts[1].on("click", (event) => { L.DomEvent.stopPropagation(event); tell(line, event.latlng); });
  }
  for (const point of points) {
    const at = Fangang.latLng(point.at);
    point.size = point.changed ? Math.min(18, 7 + Math.sqrt(point.changed)) : 3;
    const look = point.changed ? { color: "#fff", weight: 1.5, fillColor: "#7a2f68", fillOpacity: 0.95 } :
      { color: "#fff", weight: 1, fillColor: "#8b979e", fillOpacity: 0.9 };
    point.parts = [L.circleMarker(at, Object.assign({ radius: point.size }, look))];
    point.parts[0].bindTooltip(point.tip, { direction: "top", offset: [0, -6] });
    point.parts[0].on("click", (event) => { L.DomEvent.stopPropagation(event); tell(point, at); });
  }

  const tell = (feature, latlng) => Fangang.open(map, latlng, feature.popup);
  let rings = [];

  /** Changed places that would lie on each other are one circle with the number of people. */
  function place() {
    const on = new Set(Array.from(card.querySelectorAll("[data-group=changes] input"), (box) => box.checked && box.value));
    shown.clearLayers();
    lines.filter((line) => on.has(data.row[line.change])).forEach((line) => line.parts.forEach((part) => shown.addLayer(part)));
    rings = [];
    const seen = points.filter((point) => on.has(point.changed ? "people" : "same"));
    points.forEach((point) => { point.on = false; });
    seen.filter((point) => !point.changed).forEach((point) => shown.addLayer(point.parts[0]));
    for (const members of Fangang.group(map, seen.filter((point) => point.changed), map.getZoom() < 11 ? 26 : 10)) {
      const total = members.reduce((sum, point) => sum + point.changed, 0);
      const first = members[0];
      first.on = true;
      if (members.length === 1) shown.addLayer(first.parts[0]);
      const radius = members.length === 1 ? first.size : Math.min(24, 10 + Math.sqrt(total) * 0.55);
      const html = "<b style='--r:" + radius + "px'>" + total + "</b>";
      const icon = L.divIcon({ className: "fg-changed" + (first.layer === "factory" ? " fg-factory" : ""), html, iconSize: [2 * radius, 2 * radius] });
      const marker = L.marker(Fangang.latLng(first.at), { icon, keyboard: false });
      marker.bindTooltip(members.length === 1 ? first.tip : members.slice(0, 6).map((one) => one.tip).join("<br>") + (members.length > 6 ? "<br>…" : ""),
        { direction: "top", offset: [0, -radius] });
      marker.on("click", () => {
        const bounds = L.latLngBounds(members.map((one) => Fangang.latLng(one.at)));
        const zoom = Math.min(13, map.getBoundsZoom(bounds, false, L.point(80, 80)));
        if (members.length > 1 && zoom > map.getZoom() + 0.5) map.setView(bounds.getCenter(), zoom);
        else Fangang.open(map, Fangang.latLng(first.at), members.slice(0, 12).map((one) => one.popup).join(""));
      });
      shown.addLayer(marker);
      rings.push({ at: first.at, size: radius });
    }
    map.getContainer().dataset.visible = lines.filter((line) => map.hasLayer(line.parts[1])).length;
    writeNames();
  }
  points.forEach((point) => { point.shown = point.changed; });
  const writeNames = Fangang.labels(map, () => points.filter((point) => point.on), () => rings);

  // --- side by side -------------------------------------------------------------------------------------------
  const pair = Array.from(document.querySelectorAll(".fg-side-map"));
  let sides = null;

  /** The two maps are made when they are first wanted. */
  function makeSides() {
    sides = pair.map((element) => L.map(element, { zoomControl: false, preferCanvas: true, zoomSnap: 0.25, minZoom: 3, maxZoom: map.options.maxZoom }));
    sides.forEach((side) => side.setView(map.getCenter(), map.getZoom(), { animate: false }));
    const scenes = sides.map((side, index) => {
      Fangang.ground(side, ground, { quiet: index === 0 });
      const options = Object.assign({ see: () => true, passes: () => true }, data);
      return Fangang.scene(side, data.sides[index], options);
    });
    scenes.forEach((scene) => scene.redraw());
    Fangang.bar(sides[1], "topright", data.views.map((view) => ({ name: view.name, click: () => fitSides(view.bounds) })));
    let moving = false;
    sides.forEach((side, index) => side.on("move", () => {
      if (moving) return;
      moving = true;
      sides[1 - index].setView(side.getCenter(), side.getZoom(), { animate: false });
      moving = false;
    }));
    Fangang.printing(sides);
  }

  const views = Array.from(card.querySelectorAll("[name=fg-view]"));
  function look() {
    const beside = views.some((view) => view.checked && view.value === "side");
    document.body.classList.toggle("fg-side", beside);
    if (!beside) { if (sides) map.setView(sides[0].getCenter(), sides[0].getZoom(), { animate: false }); return; }
    if (!sides) makeSides();
    sides.forEach((side) => side.invalidateSize({ animate: false }));
    fitSides(data.views[0].bounds);
  }
  const fitSides = (bounds) => sides[0].fitBounds(bounds, { padding: [28, 28], animate: false });
  views.forEach((view) => view.addEventListener("change", look));
  card.addEventListener("change", (event) => { if (event.target.type === "checkbox") place(); });
  card.addEventListener("click", (event) => {
    const row = event.target.closest("[data-go]");
    if (!row) return;
    const point = points.find((one) => one.id === data.order[Number(row.dataset.go)]);
    const target = document.body.classList.contains("fg-side") ? sides[0] : map;
    if (Fangang.isNarrow()) card.open = false;
    target.setView(Fangang.latLng(point.at), 11, { animate: false });
    if (target === map) tell(point, Fangang.latLng(point.at));
  });

  const frame = Fangang.framing(map, data.views[0].bounds, card);
  Fangang.views(map, ground, data.views, (bounds) => {
    if (document.body.classList.contains("fg-side")) fitSides(bounds); else frame(bounds);
  });
  map.on("zoomend", place);
  map.on("moveend fg:names fg:print", writeNames);
  place();
  if (location.hash === "#side") { views.find((view) => view.value === "side").checked = true; look(); }
}
