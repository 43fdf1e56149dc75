"use strict";

/* Vehicles and services in time: where each is, what it does, and how it is drawn. */

/** Prepare a trip: its phases in order of time, each driving along a leg or standing. */
Fangang.phases = function (trip) {
  const phases = [];
  const halted = (moment) => trip.halts.some(([from, to]) => from <= moment && moment < to);
  let now = trip.start;
  trip.legs.forEach((leg, index) => {
    const stop = trip.stops[index];
    const total = leg.drives.reduce((sum, moment, at) => sum + (at % 2 ? moment : -moment), 0);
    let driven = 0;
    for (let at = 0; at < leg.drives.length; at += 2) {
      const [from, to] = [leg.drives[at], leg.drives[at + 1]];
      const share = total ? driven / total : 1;
      if (from > now) phases.push({ from: now, to: from, state: halted(now) ? "halt" : "rest", line: leg.line, start: share, end: share, aboard: leg.aboard, next: index });
      driven += to - from;
      phases.push({ from, to, state: "drive", line: leg.line, start: share, end: total ? driven / total : 1, aboard: leg.aboard, next: index });
      now = to;
    }
    if (stop[0] > now) phases.push({ from: now, to: stop[0], state: halted(now) ? "halt" : "rest", line: leg.line, start: 1, end: 1, aboard: leg.aboard, next: index });
    phases.push({ from: stop[0], to: Math.max(stop[1], stop[0] + 1), state: "stop", line: leg.line, start: 1, end: 1, aboard: leg.aboard + stop[3] - stop[4], place: stop[2], next: index + 1 });
    now = stop[1];
  });
  return phases;
};

/** Lengths along a line, so that a share of it can be found quickly. */
Fangang.measured = function (line) {
  const sums = [0];
  for (let at = 1; at < line.length; at += 1) {
    const stretch = Math.cos((line[at][1] + line[at - 1][1]) * Math.PI / 360);
    sums.push(sums[at - 1] + Math.hypot((line[at][0] - line[at - 1][0]) * stretch, line[at][1] - line[at - 1][1]));
  }
  return { line, sums };
};

/** Position at a share of a measured line, and the direction there (radians, clockwise from east on the map). */
Fangang.along = function ({ line, sums }, share) {
  const aim = share * sums[sums.length - 1];
  let low = 1;
  let high = sums.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sums[middle] < aim) low = middle + 1; else high = middle;
  }
  if (line.length < 2) return { at: line[0], turn: 0 };
  const [a, b] = [line[low - 1], line[low]];
  const length = sums[low] - sums[low - 1];
  const part = length ? (aim - sums[low - 1]) / length : 0;
  const stretch = Math.cos((a[1] + b[1]) * Math.PI / 360);
  return { at: [a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1])], turn: Math.atan2(a[1] - b[1], (b[0] - a[0]) * stretch) };
};

Fangang.PLANE = new Path2D("M11 0Q11 1.3 8 1.3H3.5L-1.5 9H-3.5L-1 1.3H-5.5L-7.2 3.5H-8.7L-7.7 0L-8.7 -3.5H-7.2L-5.5 -1.3H-1L-3.5 -9H-1.5L3.5 -1.3H8Q11 -1.3 11 0Z");

/** Draw one sign at the origin: the shape tells the kind, its filling what the vehicle does. */
Fangang.sign = function (pen, kind, state, color, turn, aboard, roomy) {
  const still = state === "stop" || state === "rest" || state === "halt";
  pen.lineWidth = 1.6;
  pen.strokeStyle = still ? color : "#fff";
  pen.fillStyle = still ? "#fff" : color;
  if (kind === "flight") {
    pen.save();
    pen.rotate(turn);
    pen.strokeStyle = "#fff";
    pen.lineWidth = 2.4;
    pen.stroke(Fangang.PLANE);
    pen.fillStyle = color;
    pen.fill(Fangang.PLANE);
    pen.restore();
    return;
  }
  pen.globalAlpha = aboard === 0 && !still ? 0.55 : 1;
  pen.beginPath();
  if (kind === "feeder") pen.arc(0, 0, roomy ? 8.5 : 6.5, 0, 2 * Math.PI);
  else if (kind === "direct") pen.roundRect(roomy ? -10 : -7.5, roomy ? -7.5 : -5.5, roomy ? 20 : 15, roomy ? 15 : 11, 3);
  else if (kind === "distribution") {
    const reach = roomy ? 11 : 8;
    pen.moveTo(0, -reach); pen.lineTo(reach, 0); pen.lineTo(0, reach); pen.lineTo(-reach, 0); pen.closePath();
  } else {
    pen.save();
    pen.rotate(turn);
    pen.rect(-12, -4.5, 24, 9);
    pen.restore();
  }
  pen.fill();
  pen.stroke();
  pen.globalAlpha = 1;
  const letter = state === "halt" ? "☾" : state === "rest" ? "P" : roomy && kind !== "train" && aboard ? String(aboard) : "";
  if (letter) {
    pen.fillStyle = still ? "#17242e" : "#fff";
    pen.font = "700 " + (roomy ? 10.5 : 8.5) + "px system-ui, sans-serif";
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.fillText(letter, 0, 0.5);
  }
};

/** Draw the curve over the slider: arrived below, on the way between, waiting above. */
Fangang.curve = function (svg, data, total) {
  const span = Math.max(1, data.end - data.start);
  const path = (steps, fill) => {
    let d = "M0 100V100";
    for (const [moment, people] of steps) {
      d += "H" + (1000 * (moment - data.start) / span).toFixed(1) + "V" + (100 - 100 * people / Math.max(1, total)).toFixed(1);
    }
    return "<path d='" + d + "H1000V100Z' fill='" + fill + "'/>";
  };
  svg.setAttribute("viewBox", "0 0 1000 100");
  svg.innerHTML = "<rect width='1000' height='100' fill='#d3dbe0'/>" + path(data.out, "#56b4e9") + path(data.in, "#00845f");
};

/** Draw the signs of the legend. */
Fangang.samples = function (colors) {
  document.querySelectorAll(".fg-sample").forEach((sample) => {
    const { kind, state } = sample.dataset;
    const pen = sample.getContext("2d");
    pen.translate(22, 14);
    const drawn = { standing: "rest", halt: "halt" }[state] || "drive";
    Fangang.sign(pen, kind, drawn, state === undefined ? colors[kind] : "#5b6b76", 0, state === "empty" ? 0 : 1, false);
  });
};
