"use strict";

/* Lines and circles of a plan on a map: drawn, told about on a click, made strong or faint. */

Fangang.isLine = (feature) => Array.isArray(feature.at[0]);

/** Make the Leaflet parts of a feature; the last of them, `main`, is what takes clicks. */
Fangang.build = function (feature, style) {
  feature.parts = Fangang.isLine(feature) ? Fangang.lineParts(feature, style) : Fangang.pointParts(feature, style);
  feature.main = feature.parts[feature.parts.length - 1];
  feature.parts.forEach((part) => { part.normal = Object.assign({}, part.options); });
};

Fangang.lineParts = function (feature, style) {
  const path = feature.at.map(Fangang.latLng);
  const base = { color: style.color, weight: style.weight, dashArray: style.dash, opacity: 0.9, lineCap: "butt" };
  const parts = [L.polyline(path, { color: "#fff", weight: style.weight + 2.5, opacity: 0.75, interactive: false })];
  if (style.overlay) {
    parts.push(L.polyline(path, Object.assign({}, base, { interactive: false })));
    parts.push(L.polyline(path, { color: "#fff", weight: style.weight - 2, dashArray: style.overlay, lineCap: "butt" }));
  } else {
    parts.push(L.polyline(path, base));
  }
  return parts;
};

Fangang.pointParts = function (feature, style) {
  const at = Fangang.latLng(feature.at);
  if (feature.layer === "unserved") {
    const icon = L.divIcon({
      className: "fg-badge", html: "<b>" + Number(feature.people) + "</b>", iconSize: null, iconAnchor: [-2, 18],
    });
    return [L.marker(at, { icon, keyboard: false })];
  }
  const look = { color: style.color, weight: style.weight };
  const inside = feature.layer === "ticket" ? { fill: false } : { fillColor: style.fill, fillOpacity: 0.92 };
  return [L.circleMarker(at, Object.assign(look, inside))];
};

/** Circles shrink as the map shows more, down to a half. */
Fangang.dress = function (map, features) {
  const share = Math.min(1, Math.max(0.5, 0.5 + (map.getZoom() - 6) / 6));
  features.filter((feature) => feature.radius).forEach((feature) => {
    feature.size = feature.radius * share + (feature.layer === "ticket" ? 3.5 : 0);
    if (feature.main.setRadius) feature.main.setStyle({ radius: feature.size, weight: feature.main.normal.weight * share });
  });
};

/** Open a popup of finished HTML that fits the map; on a phone the buttons make room for it. */
Fangang.open = function (map, latlng, html) {
  const room = map.getSize();
  const narrow = room.x < 700;
  const options = {
    maxWidth: Math.min(430, room.x - 40),
    maxHeight: Math.min(380, room.y - (narrow ? 260 : 120)),
    autoPanPaddingTopLeft: narrow ? [12, 92] : [24, 24],
    autoPanPaddingBottomRight: narrow ? [12, 30] : [84, 24],
  };
  L.popup(options).setLatLng(latlng).setContent(html).openOn(map);
  document.body.classList.add("fg-told");
  map.once("popupclose", () => document.body.classList.remove("fg-told"));
};

/**
 * Let features tell about themselves: a tooltip on hovering, on a click the popups of all lines that pass there, and
 * the lines that carry the people concerned made strong. Returns a function that tells about one feature, alone or not.
 */
Fangang.telling = function (map, features) {
  const NEAR = 7; // pixels within which a click means a line
  const MOST_IN_POPUP = 12;
  const lines = features.filter(Fangang.isLine);

  function tell(feature, latlng, alone = false) {
    let told = [feature];
    if (Fangang.isLine(feature) && !alone) {
      const point = map.latLngToLayerPoint(latlng);
      const near = (other) => {
        const hit = other.main.closestLayerPoint(point);
        return hit && hit.distance <= NEAR;
      };
      told = told.concat(lines.filter((other) => other.on && other !== feature && near(other))).slice(0, MOST_IN_POPUP);
    }
    const strong = new Set(told.flatMap((one) => one.lines || [one.id]));
    Fangang.open(map, Fangang.isLine(feature) ? latlng : feature.main.getLatLng(), told.map((one) => one.popup).join(""));
    lines.filter((line) => line.on).forEach((line) => line.parts.forEach((part) => part.setStyle({
      opacity: strong.has(line.id) ? 1 : 0.15,
      weight: part.normal.weight + (strong.has(line.id) ? 1.5 : 0),
    })));
  }

  for (const feature of features) {
    const line = Fangang.isLine(feature);
    feature.main.bindTooltip(feature.tip, { sticky: line, direction: "top", offset: [0, -6] });
    feature.main.on("click", (event) => { L.DomEvent.stopPropagation(event); tell(feature, event.latlng); });
  }
  map.on("popupclose", () => lines.forEach((line) => line.parts.forEach((part) => {
    part.setStyle({ opacity: part.normal.opacity, weight: part.normal.weight });
  })));
  return tell;
};
