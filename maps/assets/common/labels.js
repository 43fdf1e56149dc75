"use strict";

/* Names on a map, written so that none covers another or a sign. */

/** At which zooms which names stand. */
Fangang.LEVELS = { province: [0, 7.4], county: [7.5, 99], hub: [4.5, 99], village: [8.5, 99], factory: [8.5, 99], stop: [0, 99] };

Fangang.SYMBOLS = {
  airport: "M12 2Q13.3 2 13.3 5V9.5L21 14.5V16.5L13.3 14V18.5L15.5 20.2V21.7L12 20.7L8.5 21.7V20.2L10.7 18.5V14L3 16.5V14.5L10.7 9.5V5Q10.7 2 12 2Z",
  station: "M8 3H16Q19 3 19 6V14Q19 17 16 17L18 20.5H15.8L14 17.5H10L8.2 20.5H6L8 17Q5 17 5 14V6Q5 3 8 3ZM7.5 6V10.5H16.5V6ZM8 12.5V14.5H10V12.5ZM14 12.5V14.5H16V12.5Z",
};

Fangang.textWidth = function (html) {
  const plain = Object.assign(document.createElement("i"), { innerHTML: html }).textContent;
  return Array.from(plain).reduce((sum, char) => sum + (char.charCodeAt(0) > 0x2e7f ? 12.5 : 7), 4);
};

/**
 * Return a function that writes the names of sites and of the ground anew.
 * sites(): those to name, the most important first: at, layer, kind, name, size (pixels); obstacles(): further
 * circles to keep clear of: at, size.
 */
Fangang.labels = function (map, sites, obstacles = () => []) {
  const names = L.layerGroup().addTo(map);
  const widths = new Map();
  const widthOf = (html) => {
    if (!widths.has(html)) widths.set(html, Fangang.textWidth(html));
    return widths.get(html);
  };
  const square = (point, wide, high) => [point.x - wide, point.y - high, point.x + wide, point.y + high];
  const overlap = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

  function drawSymbol(hub) {
    const side = Math.round(hub.size * 1.4);
    if (side < 10 || !Fangang.SYMBOLS[hub.kind]) return;
    const html = "<svg viewBox='0 0 24 24' width='" + side + "' height='" + side + "'><path fill-rule='evenodd' d='" +
      Fangang.SYMBOLS[hub.kind] + "'/></svg>";
    const icon = L.divIcon({ className: "fg-symbol", html, iconSize: [side, side] });
    names.addLayer(L.marker(Fangang.latLng(hub.at), { icon, pane: "fg-names", interactive: false, keyboard: false }));
  }

  return function write() {
    names.clearLayers();
    const view = map.getBounds();
    const zoom = map.getZoom();
    const fits = (level) => Fangang.LEVELS[level][0] <= zoom && zoom <= Fangang.LEVELS[level][1];
    const inView = (site) => view.contains(Fangang.latLng(site.at));
    const onMap = sites().filter((site) => inView(site));
    const taken = [...onMap, ...obstacles().filter(inView)]
      .map((site) => square(map.latLngToContainerPoint(Fangang.latLng(site.at)), site.size, site.size));

    const put = (at, level, html, wide, gap) => {
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
    const rings = obstacles().map((ring) => ({ point: map.latLngToContainerPoint(Fangang.latLng(ring.at)), size: ring.size }));
    for (const site of onMap.filter((one) => fits(one.layer))) {
      const point = map.latLngToContainerPoint(Fangang.latLng(site.at));
      const under = rings.some((ring) => ring.point.distanceTo(point) < ring.size + site.size / 2);
      if (site.layer === "hub" && !under) drawSymbol(site);
      put(Fangang.latLng(site.at), site.layer, site.name, widthOf(site.name), site.size + 3);
    }
    for (const name of map.fgNames) {
      if (fits(name.level) && view.contains(name.at)) put(name.at, name.level, name.text, widthOf(name.text) * 1.15, 0);
    }
  };
};
