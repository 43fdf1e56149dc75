"use strict";

/* What every map stands on: outlines, an online base map where one was chosen, scale, views, print. All texts arrive
 * as finished, escaped HTML; no script of ours builds HTML from a raw name. */
const Fangang = {};

/** GeoJSON position to Leaflet: the one place of this change. */
Fangang.latLng = (position) => L.latLng(position[1], position[0]);

Fangang.isNarrow = () => window.innerWidth < 700;

Fangang.OUTLINES = {
  land: { fill: true, fillColor: "#fbfaf6", fillOpacity: 1, color: "#a9b4ba", weight: 1.2 },
  province: { fill: false, color: "#c3ccd1", weight: 1 },
  county: { fill: false, color: "#d6dcdf", weight: 0.8 },
  boundary: { fill: false, color: "#a9b4ba", weight: 1.6 },
};

/**
 * Lay the ground of a map.
 * ground: outlines, names, attribution, tiles (or null), texts; options.quiet: no controls but the attribution.
 */
Fangang.ground = function (map, ground, options = {}) {
  map.attributionControl.setPrefix(false).addAttribution(ground.attribution);
  if (!options.quiet) {
    L.control.scale({ imperial: false, position: "bottomright" }).addTo(map);
    L.control.zoom({ position: "topright", zoomInTitle: ground.texts.zoom_in, zoomOutTitle: ground.texts.zoom_out }).addTo(map);
  }
  for (const [pane, z] of [["fg-ground", 150], ["fg-names", 620]]) {
    map.createPane(pane).style.zIndex = z;
    map.getPane(pane).style.pointerEvents = "none";
  }
  L.geoJSON({ type: "FeatureCollection", features: ground.outlines }, {
    renderer: L.canvas({ pane: "fg-ground", padding: 0.3 }),
    pane: "fg-ground",
    interactive: false,
    style: (feature) => Fangang.OUTLINES[feature.properties.role],
  }).addTo(map);
  map.fgNames = ground.names;
  if (ground.tiles) Fangang.tiles(map, ground, options.quiet);
};

/** An online base map over the outlines; they show through for as long as no tile has come. */
Fangang.tiles = function (map, ground, quiet) {
  const layers = ground.tiles.urls.map((url) => L.tileLayer(url, { subdomains: ground.tiles.subdomains, maxZoom: 18 }));
  const group = L.layerGroup(layers).addTo(map);
  map.attributionControl.addAttribution(ground.tiles.attribution);
  const setNames = (own) => {
    map.fgNames = own ? ground.names : [];
    map.fire("fg:names");
  };
  layers[0].once("tileload", () => setNames(!map.hasLayer(group)));
  if (quiet) return;
  Fangang.bar(map, "topright", [{
    name: ground.texts.base,
    pressed: true,
    click: (button) => {
      const off = map.hasLayer(group);
      if (off) group.remove(); else group.addTo(map);
      button.setAttribute("aria-pressed", String(!off));
      setNames(off);
    },
  }]);
};

/** A bar of buttons in a corner of the map. */
Fangang.bar = function (map, position, buttons) {
  const Bar = L.Control.extend({
    options: { position },
    onAdd() {
      const bar = L.DomUtil.create("div", "leaflet-bar fg-views");
      L.DomEvent.disableClickPropagation(bar);
      for (const one of buttons) {
        const button = L.DomUtil.create("button", "", bar);
        button.type = "button";
        button.textContent = one.name;
        if (one.pressed !== undefined) button.setAttribute("aria-pressed", String(one.pressed));
        button.addEventListener("click", () => one.click(button));
      }
      return bar;
    },
  });
  return new Bar().addTo(map);
};

/**
 * Keep a map framed beside its card until somebody takes hold of it: a notebook's cell or a phone settles its size late.
 * `bar` is what lies along the lower edge. Returns a function that frames given bounds, which hold then.
 */
Fangang.framing = function (map, first, card, bar) {
  let framed = first;

  function frame(bounds) {
    framed = bounds;
    const narrow = map.getSize().x < 700;
    const beside = card && card.open && !narrow ? card.offsetWidth + 24 : 24;
    const top = narrow ? 90 : 36;
    map.fitBounds(bounds, {
      paddingTopLeft: [beside, top], paddingBottomRight: [narrow ? 24 : 84, 44 + (bar ? bar.offsetHeight : 0)], maxZoom: 12, animate: false,
    });
  }

  function settle() {
    if (!framed || document.body.classList.contains("fg-printing")) return;
    if (card) card.open = map.getSize().x >= 700;
    frame(framed);
  }

  for (const grip of ["mousedown", "touchstart", "wheel", "keydown"]) {
    document.addEventListener(grip, () => { framed = null; }, { capture: true, passive: true });
  }
  map.on("resize", settle);
  settle();
  return frame;
};

/** Buttons that frame named parts of the map, and one that prints it. */
Fangang.views = function (map, ground, views, frame) {
  const buttons = views.map((view) => ({ name: view.name, click: () => frame(view.bounds) }));
  Fangang.bar(map, "topright", buttons);
  Fangang.printing([map]);
  Fangang.bar(map, "topright", [{ name: ground.texts.print, click: () => window.print() }])
    .getContainer().classList.add("fg-print");
};

/** On paper the map takes the size of the sheet and shows what it showed. */
Fangang.printing = function (maps) {
  let shown = null;

  function refit() {
    maps.forEach((map) => map.invalidateSize({ animate: false, pan: false }));
    maps.forEach((map, index) => map.fitBounds(shown[index], { animate: false, padding: [0, 0] }));
    maps.forEach((map) => {
      map.fire("fg:print");
      // What waits for the next frame would come too late for the paper.
      map.eachLayer((layer) => { if (layer instanceof L.Canvas) layer._redraw(); });
    });
  }

  window.addEventListener("beforeprint", () => {
    shown = maps.map((map) => map.getBounds());
    document.body.classList.add("fg-printing");
    refit();
  });
  window.addEventListener("afterprint", () => {
    document.body.classList.remove("fg-printing");
    if (shown) refit();
  });
};
