"use strict";

/* Draws the overview: outlines, lines, circles and names, and switches them by way of travel, county and kind of
 * place. All texts arrive as finished, escaped HTML; nothing here builds HTML from names. */
function fangangOverview(map, data) {
  const NEAR = 7; // pixels within which a click means a line
  const MOST_IN_POPUP = 12;
  const card = document.querySelector(".fg-panel");
  const narrow = () => map.getSize().x < 700;

  map.attributionControl.setPrefix(false).addAttribution(data.attribution);
  L.control.scale({ imperial: false, position: "bottomright" }).addTo(map);
  L.control.zoom({ position: "topright" }).addTo(map);

  // --- outlines -----------------------------------------------------------------------------------------------
  const OUTLINES = {
    land: { fill: true, fillColor: "#fbfaf6", fillOpacity: 1, color: "#a9b4ba", weight: 1.2 },
    province: { fill: false, color: "#c3ccd1", weight: 1 },
    county: { fill: false, color: "#d6dcdf", weight: 0.8 },
    boundary: { fill: false, color: "#a9b4ba", weight: 1.6 },
  };
  for (const [pane, z] of [["fg-ground", 150], ["fg-names", 620]]) {
    map.createPane(pane).style.zIndex = z;
    map.getPane(pane).style.pointerEvents = "none";
  }
  const ground = L.canvas({ pane: "fg-ground", padding: 0.3 });
  L.geoJSON({ type: "FeatureCollection", features: data.outlines }, {
    renderer: ground,
    pane: "fg-ground",
    interactive: false,
    style: (feature) => OUTLINES[feature.properties.role],
  }).addTo(map);

  // --- features -----------------------------------------------------------------------------------------------
  const latLng = (position) => L.latLng(position[1], position[0]);
  const isLine = (feature) => Array.isArray(feature.at[0]);
  const shown = L.layerGroup().addTo(map);

  for (const feature of data.features) {
    const style = data.styles[feature.layer];
    feature.parts = isLine(feature) ? lineParts(feature, style) : pointParts(feature, style);
    feature.main = feature.parts[feature.parts.length - 1];
    feature.parts.forEach((part) => { part.normal = Object.assign({}, part.options); });
    feature.main.bindTooltip(feature.tip, { sticky: isLine(feature), direction: "top", offset: [0, -6] });
    feature.main.on("click", (event) => { L.DomEvent.stopPropagation(event); tell(feature, event.latlng); });
  }

  function lineParts(feature, style) {
    const path = feature.at.map(latLng);
    const base = { color: style.color, weight: style.weight, dashArray: style.dash, opacity: 0.9, lineCap: "butt" };
    const parts = [L.polyline(path, { color: "#fff", weight: style.weight + 2.5, opacity: 0.75, interactive: false })];
    if (style.overlay) {
      parts.push(L.polyline(path, Object.assign({}, base, { interactive: false })));
      parts.push(L.polyline(path, { color: "#fff", weight: style.weight - 2, dashArray: style.overlay, lineCap: "butt" }));
    } else {
      parts.push(L.polyline(path, base));
    }
    return parts;
  }

  function pointParts(feature, style) {
    const at = latLng(feature.at);
    if (feature.layer === "unserved") {
      const icon = L.divIcon({
        className: "fg-badge", html: "<b>" + feature.people + "</b>", iconSize: null, iconAnchor: [-2, 18],
      });
      return [L.marker(at, { icon, keyboard: false })];
    }
    if (feature.layer === "ticket") {
      return [L.circleMarker(at, { color: style.color, weight: style.weight, fill: false })];
    }
    return [L.circleMarker(at, {
      color: style.color, weight: style.weight, fillColor: style.fill, fillOpacity: 0.92,
    })];
  }

  // --- switches -----------------------------------------------------------------------------------------------
  const boxes = (group) => card.querySelectorAll("[data-group=" + group + "] input");
  const chosen = (group) => new Set(Array.from(boxes(group)).filter((box) => box.checked).map((box) => box.value));

  function visible(feature, on) {
    if (!feature.flows.some(([from, to]) => on.origins.has(String(from)) && on.destinations.has(String(to)))) return false;
    return on.sites.has(feature.layer) ? feature.via.some((mode) => on.modes.has(mode)) : on.modes.has(feature.layer);
  }

  function redraw() {
    const on = {};
    for (const group of ["modes", "origins", "destinations", "sites"]) on[group] = chosen(group);
    map.closePopup();
    shown.clearLayers();
    data.features.forEach((feature) => {
      feature.on = visible(feature, on);
      if (feature.on) feature.parts.forEach((part) => shown.addLayer(part));
    });
    map.getContainer().dataset.visible = data.features.filter((feature) => feature.on).length;
    writeNames();
  }

  card.addEventListener("change", redraw);
  card.addEventListener("click", (event) => {
    const set = event.target.dataset.set;
    if (!set) return;
    const group = event.target.closest("fieldset").dataset.group;
    boxes(group).forEach((box) => { box.checked = set === "all"; });
    redraw();
  });

  // --- popups and highlight -----------------------------------------------------------------------------------
  function tell(feature, latlng) {
    let told = [feature];
    if (isLine(feature)) {
      const point = map.latLngToLayerPoint(latlng);
      const near = (other) => {
        const hit = other.main.closestLayerPoint(point);
        return hit && hit.distance <= NEAR;
      };
      const others = data.features.filter((other) => other.on && other !== feature && isLine(other) && near(other));
      told = told.concat(others).slice(0, MOST_IN_POPUP);
    }
    const lines = new Set(told.flatMap((one) => one.lines || [one.id]));
    const html = told.map((one) => one.popup).join("");
    const room = map.getSize();
    L.popup({ maxWidth: Math.min(430, room.x - 40), maxHeight: Math.min(380, room.y - 120), autoPanPadding: [24, 24] })
      .setLatLng(isLine(feature) ? latlng : feature.main.getLatLng())
      .setContent(html)
      .openOn(map);
    highlight((other) => lines.has(other.id));
  }

  function highlight(chosenOne) {
    data.features.filter((feature) => feature.on && isLine(feature)).forEach((feature) => {
      const strong = chosenOne(feature);
      feature.parts.forEach((part) => part.setStyle({
        opacity: strong ? 1 : 0.15,
        weight: part.normal.weight + (strong ? 1.5 : 0),
      }));
    });
  }

  map.on("popupclose", () => data.features.filter(isLine).forEach((feature) => feature.parts.forEach((part) => {
    part.setStyle({ opacity: part.normal.opacity, weight: part.normal.weight });
  })));

  // --- names --------------------------------------------------------------------------------------------------
  const names = L.layerGroup().addTo(map);
  const LEVELS = { province: [0, 7.4], county: [7.5, 99], hub: [4.5, 99], village: [8.5, 99], factory: [8.5, 99] };
  const SYMBOLS = {
    airport: "M12 2Q13.3 2 13.3 5V9.5L21 14.5V16.5L13.3 14V18.5L15.5 20.2V21.7L12 20.7L8.5 21.7V20.2L10.7 18.5V14L3 16.5V14.5L10.7 9.5V5Q10.7 2 12 2Z",
    station: "M8 3H16Q19 3 19 6V14Q19 17 16 17L18 20.5H15.8L14 17.5H10L8.2 20.5H6L8 17Q5 17 5 14V6Q5 3 8 3ZM7.5 6V10.5H16.5V6ZM8 12.5V14.5H10V12.5ZM14 12.5V14.5H16V12.5Z",
  };
  const plainText = (html) => Object.assign(document.createElement("i"), { innerHTML: html }).textContent;
  const width = (text) => Array.from(text).reduce((sum, char) => sum + (char.charCodeAt(0) > 0x2e7f ? 12.5 : 7), 4);
  const namable = data.features.filter((feature) => feature.name !== undefined);
  namable.forEach((feature) => { feature.width = width(plainText(feature.name)); });
  const order = ["hub", "factory", "village"];
  namable.sort((a, b) => order.indexOf(a.layer) - order.indexOf(b.layer) || b.people - a.people);

  function writeNames() {
    names.clearLayers();
    const view = map.getBounds();
    const zoom = map.getZoom();
    const fits = (level) => LEVELS[level][0] <= zoom && zoom <= LEVELS[level][1];
    const named = namable.filter((site) => site.on && fits(site.layer) && view.contains(latLng(site.at)));
    const taken = named.map((site) => square(map.latLngToContainerPoint(latLng(site.at)), site.size, site.size));

    const write = (at, level, html, wide, gap) => {
      const point = map.latLngToContainerPoint(at);
      const aside = gap + wide / 2;
      const spots = gap ? [[0, gap + 8], [0, -gap - 8], [aside, 0], [-aside, 0]] : [[0, 0]];
      for (const [right, down] of spots) {
        const box = square(point.add([right, down]), wide / 2, 8);
        if (taken.some((other) => overlap(box, other))) continue;
        taken.push(box);
        const icon = L.divIcon({
          className: "fg-text fg-text-" + level, html, iconSize: [wide, 16], iconAnchor: [wide / 2 - right, 8 - down],
        });
        names.addLayer(L.marker(at, { icon, pane: "fg-names", interactive: false, keyboard: false }));
        return;
      }
    };
    named.forEach((site) => {
      if (site.layer === "hub") drawSymbol(site);
      write(latLng(site.at), site.layer, site.name, site.width, site.size + 3);
    });
    data.names.filter((name) => fits(name.level) && view.contains(name.at)).forEach((name) => {
      write(name.at, name.level, name.text, width(name.text) * 1.15, 0);
    });
  }

  const square = (point, wide, high) => [point.x - wide, point.y - high, point.x + wide, point.y + high];
  const overlap = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

  function drawSymbol(hub) {
    const side = Math.round(hub.size * 1.4);
    if (side < 10 || !SYMBOLS[hub.kind]) return;
    const html = "<svg viewBox='0 0 24 24' width='" + side + "' height='" + side + "'><path fill-rule='evenodd' d='" +
      SYMBOLS[hub.kind] + "'/></svg>";
    const icon = L.divIcon({ className: "fg-symbol", html, iconSize: [side, side] });
    names.addLayer(L.marker(latLng(hub.at), { icon, pane: "fg-names", interactive: false, keyboard: false }));
  }

  function dress() {
    const share = Math.min(1, Math.max(0.5, 0.5 + (map.getZoom() - 6) / 6));
    data.features.filter((feature) => feature.radius).forEach((feature) => {
      feature.size = feature.radius * share + (feature.layer === "ticket" ? 3.5 : 0);
      if (feature.main.setRadius) feature.main.setStyle({ radius: feature.size, weight: feature.main.normal.weight * share });
    });
    writeNames();
  }

  map.on("zoomend", dress);
  map.on("moveend", writeNames);

  // --- views --------------------------------------------------------------------------------------------------
  let framed = data.views[0].bounds;

  function frame(bounds) {
    framed = bounds;
    const beside = card.open && !narrow() ? card.offsetWidth + 24 : 24;
    const above = narrow() ? 90 : 36;
    map.fitBounds(bounds, { paddingTopLeft: [beside, above], paddingBottomRight: [narrow() ? 24 : 84, 44], maxZoom: 11, animate: false });
  }

  const Views = L.Control.extend({
    options: { position: "topright" },
    onAdd() {
      const bar = L.DomUtil.create("div", "leaflet-bar fg-views");
      L.DomEvent.disableClickPropagation(bar);
      data.views.forEach((view) => {
        const button = L.DomUtil.create("button", "", bar);
        button.type = "button";
        button.textContent = view.name;
        button.addEventListener("click", () => frame(view.bounds));
      });
      return bar;
    },
  });
  new Views().addTo(map);

  // Until somebody takes hold of the map it keeps its frame: a notebook's cell or a phone settles its size late.
  for (const grip of ["mousedown", "touchstart", "wheel", "keydown"]) {
    document.addEventListener(grip, () => { framed = null; }, { capture: true, passive: true });
  }
  function settle() {
    if (!framed) return;
    card.open = !narrow();
    frame(framed);
  }
  map.on("resize", settle);
  settle();
  dress();
  redraw();
}
