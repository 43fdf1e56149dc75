"use strict";

/* The overview: everything of a plan, switched by way of travel, day, county, employer, vehicle and kind of place. */
function fangangOverview(map, ground, data) {
  const card = document.querySelector(".fg-panel");
  const GROUPS = ["modes", "days", "origins", "destinations", "employers", "vehicles", "sites"];
  const MOST_FOUND = 12;
  const features = data.features;
  let on = {};

  Fangang.ground(map, ground);

  // --- switches -----------------------------------------------------------------------------------------------
  const boxes = (group) => Array.from(card.querySelectorAll("[data-group=" + group + "] input[type=checkbox]"));
  const groupOf = (element) => element.closest("[data-group]").dataset.group;

  /** What is chosen in a group: a set of values, or null where everything is. */
  function chosen(group) {
    const all = boxes(group);
    const checked = all.filter((box) => box.checked);
    return checked.length === all.length ? null : new Set(checked.map((box) => box.value));
  }

  const has = (set, value) => set === null || set.has(String(value));
  const any = (set, values) => set === null || values.some((value) => set.has(String(value)));

  const see = ([origin, destination, employer, , day]) => has(on.origins, origin) && has(on.destinations, destination) &&
    has(on.employers, employer) && (day < 0 || has(on.days, day));

  function passes(feature) {
    if ((feature.days && !any(on.days, feature.days)) || !any(on.vehicles, feature.vehicles)) return false;
    return feature.via ? has(on.sites, feature.layer) && any(on.modes, feature.via) : has(on.modes, feature.layer);
  }

  const scene = Fangang.scene(map, features, Object.assign({ see, passes }, data));

  function redraw() {
    on = Object.fromEntries(GROUPS.map((group) => [group, chosen(group)]));
    card.querySelector(".fg-reset").hidden = GROUPS.every((group) => on[group] === null);
    scene.redraw();
  }

  function reset() {
    GROUPS.flatMap(boxes).forEach((box) => { box.checked = true; });
    redraw();
  }

  card.addEventListener("change", (event) => { if (event.target.type === "checkbox") redraw(); });
  card.addEventListener("click", (event) => {
    const { set, only } = event.target.dataset;
    if (event.target.closest(".fg-reset")) { reset(); return; }
    if (set) boxes(groupOf(event.target)).forEach((box) => { box.checked = set === "all"; });
    else if (only !== undefined) boxes(groupOf(event.target)).forEach((box) => { box.checked = box.value === only; });
    else return;
    event.preventDefault();
    redraw();
  });

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
    const more = hits.length > MOST_FOUND ? data.texts.more.replace("{n}", hits.length - MOST_FOUND) : "";
    L.DomUtil.create("p", "fg-note", found).textContent = hits.length ? more : data.texts.nothing;
  }

  /** Bring a feature into sight; switches that hide it are set back. */
  function show(feature) {
    if (!feature.on) reset();
    if (Fangang.isNarrow()) card.open = false;
    scene.show(feature, frame);
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

  // --- first sight --------------------------------------------------------------------------------------------
  const frame = Fangang.framing(map, data.views[0].bounds, card);
  Fangang.views(map, ground, data.views, frame);
  redraw();
  const wanted = decodeURIComponent(location.hash.slice(1));
  const meant = wanted && features.find((feature) => feature.id === wanted);
  if (meant) show(meant);
}
