"use strict";

/* Where circles would lie on each other, one ring stands for all of them: its parts show how the people travel. */

/**
 * Group circles that lie within `reach` pixels of a larger one of the same layer.
 * Returns [members, ...], the largest member first.
 */
Fangang.group = function (map, sites, reach) {
  const groups = [];
  const sorted = [...sites].sort((a, b) => b.shown - a.shown);
  for (const site of sorted) {
    const point = map.latLngToLayerPoint(Fangang.latLng(site.at));
    const home = groups.find((group) => group.layer === site.layer && group.point.distanceTo(point) < reach);
    if (home) home.members.push(site);
    else groups.push({ layer: site.layer, point, members: [site] });
  }
  return groups.map((group) => group.members);
};

/** A ring of so many people by way of travel, with their number inside. */
Fangang.ring = function (counts, styles, dark) {
  const total = Object.values(counts).reduce((sum, n) => sum + n, 0);
  const radius = Math.round(Math.min(26, 13 + Math.sqrt(total) * 0.5));
  const side = 2 * radius + 2;
  const around = 2 * Math.PI * (radius - 3);
  let turned = 0;
  let arcs = "";
  for (const mode of Object.keys(styles)) {
    const n = counts[mode];
    if (!n) continue;
    const length = around * n / total;
    arcs += "<circle cx='" + (radius + 1) + "' cy='" + (radius + 1) + "' r='" + (radius - 3) + "' fill='none' stroke='" +
      styles[mode].color + "' stroke-width='5' stroke-dasharray='" + Math.max(0.1, length - 1).toFixed(1) + " " +
      around.toFixed(1) + "' stroke-dashoffset='" + (-turned).toFixed(1) + "'/>";
    turned += length;
  }
  const middle = radius + 1;
  const html = "<svg width='" + side + "' height='" + side + "'><circle cx='" + middle + "' cy='" + middle + "' r='" + radius +
    "' fill='" + (dark ? "#34556e" : "#fff") + "' stroke='#fff' stroke-width='1.5'/><circle cx='" + middle + "' cy='" + middle +
    "' r='" + (radius - 3) + "' fill='none' stroke='#fff' stroke-width='6.5'/>" + arcs + "<text x='" + middle + "' y='" + (middle + 4) +
    "' fill='" + (dark ? "#fff" : "#17242e") + "'>" + total + "</text></svg>";
  return { html, radius };
};

/**
 * Return a function that draws rings for groups of sites and returns the rings: at, size, members.
 * sites: with at, layer, shown (people to count), counts (people by way of travel), name; texts: people, places.
 */
Fangang.bubbles = function (map, styles, texts) {
  const layer = L.layerGroup().addTo(map);
  const MOST_NAMES = 14;
  const say = (template, n) => template.replace("{n}", n.toLocaleString("en"));

  function tellGroup(members, counts, total) {
    const ways = Object.keys(styles).filter((mode) => counts[mode]).map((mode) =>
      "<tr><td><i class='fg-dot fg-" + mode + "'></i>" + styles[mode].name + "</td><td>" + counts[mode] + "</td></tr>").join("");
    const rows = members.slice(0, MOST_NAMES).map((site) => "<tr><td>" + site.name + "</td><td>" + site.shown + "</td></tr>").join("");
    const more = members.length > MOST_NAMES ? "<tr><td>…</td><td></td></tr>" : "";
    return "<section class='fg-pop'><h4>" + say(texts.places[members[0].layer], members.length) + " · " + say(texts.people, total) +
      "</h4><div class='fg-rows'><table>" + ways + "</table><table class='fg-members'>" + rows + more + "</table></div></section>";
  }

  return function draw(sites) {
    layer.clearLayers();
    const rings = [];
    for (const members of Fangang.group(map, sites, map.getZoom() < 11 ? 38 : 12)) {
      if (members.length === 1) continue;
      const counts = {};
      members.forEach((site) => Object.entries(site.counts).forEach(([mode, n]) => { counts[mode] = (counts[mode] || 0) + n; }));
      const total = Object.values(counts).reduce((sum, n) => sum + n, 0);
      const { html, radius } = Fangang.ring(counts, styles, members[0].layer === "village");
      const at = members[0].at;
      const icon = L.divIcon({ className: "fg-ring", html, iconSize: [2 * radius + 2, 2 * radius + 2] });
      const marker = L.marker(Fangang.latLng(at), { icon, keyboard: false, riseOnHover: true });
      marker.bindTooltip(say(texts.places[members[0].layer], members.length) + " · " + say(texts.people, total), { direction: "top", offset: [0, -radius] });
      marker.on("click", () => {
        const bounds = L.latLngBounds(members.map((site) => Fangang.latLng(site.at)));
        const zoom = Math.min(13, map.getBoundsZoom(bounds, false, L.point(80, 80)));
        if (zoom > map.getZoom() + 0.5) map.setView(bounds.getCenter(), zoom);
        else Fangang.open(map, Fangang.latLng(at), tellGroup(members, counts, total));
      });
      layer.addLayer(marker);
      rings.push({ at, size: radius, members });
    }
    return rings;
  };
};
