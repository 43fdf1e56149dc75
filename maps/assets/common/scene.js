"use strict";

/**
 * A whole plan on a map: lines, circles, rings where circles would cover each other, names; told about on a click.
 * options.see(feature, flow) says whether a flow of a feature is meant; options.passes(feature) whether the feature is.
 */
Fangang.scene = function (map, features, options) {
  const shown = L.layerGroup().addTo(map);
  // Many lines are drawn finer, so that they do not become one area.
  const share = Math.max(0.5, Math.min(1, 120 / features.filter(Fangang.isLine).length));
  features.forEach((feature) => {
    const style = options.styles[feature.layer];
    const finer = Fangang.isLine(feature) && !style.overlay && !style.dash ? { weight: style.weight * share } : {};
    Fangang.build(feature, Object.assign({}, style, finer));
  });
  const tell = Fangang.telling(map, features);
  const ends = features.filter((feature) => feature.layer === "village" || feature.layer === "factory");
  const isEnd = new Set(ends);
  const order = ["hub", "factory", "village"];
  const namable = features.filter((feature) => order.includes(feature.layer))
    .sort((a, b) => order.indexOf(a.layer) - order.indexOf(b.layer) || b.people - a.people);
  const bubbles = Fangang.bubbles(map, options.ways, options.texts);
  let rings = [];
  const writeNames = Fangang.labels(map, () => namable.filter((site) => site.on && !site.hidden), () => rings);

  /** Count the people of a feature that are meant, by way of travel. */
  function count(feature) {
    feature.counts = {};
    feature.shown = 0;
    for (const flow of feature.flows) {
      if (!options.see(flow)) continue;
      const [way, people] = [flow[3], flow[5]];
      feature.shown += people;
      feature.counts[way] = (feature.counts[way] || 0) + people;
    }
  }

  /** Put on the map what is seen: lines, then circles or the rings that stand for several. */
  function place() {
    shown.clearLayers();
    rings = bubbles(ends.filter((site) => site.on));
    const gathered = new Set(rings.flatMap((ring) => ring.members));
    const covered = new Set(Array.from(gathered, (site) => site.id));
    features.forEach((feature) => {
      feature.hidden = isEnd.has(feature) ? gathered.has(feature) : covered.has(feature.place) && feature.layer !== "hub";
      if (feature.on && !feature.hidden) feature.parts.forEach((part) => shown.addLayer(part));
    });
    writeNames();
  }

  function redraw() {
    map.closePopup();
    features.forEach((feature) => {
      count(feature);
      feature.on = feature.shown > 0 && options.passes(feature);
    });
    map.getContainer().dataset.visible = features.filter((feature) => feature.on).length;
    Fangang.dress(map, features);
    place();
  }

  /** Bring a feature that is on into sight and tell about it. */
  function show(feature, frame) {
    if (Fangang.isLine(feature)) {
      frame(L.latLngBounds(feature.at.map(Fangang.latLng)));
      tell(feature, Fangang.latLng(feature.at[Math.floor(feature.at.length / 2)]), true);
    } else {
      map.setView(Fangang.latLng(feature.at), 13, { animate: false });
      tell(feature, Fangang.latLng(feature.at));
    }
  }

  function settle() {
    Fangang.dress(map, features);
    place();
  }

  map.on("zoomend", settle);
  map.on("moveend fg:names fg:print", writeNames);
  return { redraw, show };
};
