// Lets readers filter a roadmap by team, owner and status.  It only hides: without it
// all is there.  The choice is kept in the query of the URL, so anchors stay anchors.
"use strict";

(() => {
  const make = (tag, properties, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };

  // Not the attribute "hidden": SVG does not know it, and style sheets overrule it.
  const show = (element, isShown) => {
    element.style.display = isShown ? "" : "none";
  };

  const leadsTo = (element) =>
    element.id && new URL(`#${element.id}`, location).hash === location.hash;

  // Takes lanes and rows with nothing to show out of a drawing: those below move up.
  const folder = (svg) => {
    const folds = JSON.parse(svg.dataset.pmFolds);
    const size = svg.getAttribute("viewBox").split(" ");
    const whole = size[3];
    const leaves = [...svg.querySelectorAll("rect, path, text")].map((leaf) =>
      [leaf, ...["y", "height", "d"].map((name) => leaf.getAttribute(name))]);

    return (isShown) => {
      const out = [];
      for (const [from, to, ...items] of folds) {
        const isOut = from < out.at(-1)?.[1];
        if (!isOut && !items.some((item) => isShown[item])) out.push([from, to]);
      }
      const moved = (y) => out.reduce((at, [from, to]) =>
        at - Math.min(Math.max(y - from, 0), to - from), +y);
      for (const [leaf, y, height, d] of leaves) {
        if (d) {
          leaf.setAttribute("d", d.replace(/(V|[ML]\S+ )([-\d.]+)/g,
            (_, before, at) => before + moved(at)));
          continue;
        }
        leaf.setAttribute("y", moved(y));
        if (height) leaf.setAttribute("height", moved(+y + +height) - moved(y));
        else if (!leaf.closest("[data-pm]")) {
          show(leaf.closest("svg > *"), !out.some(([from, to]) => from < y && y < to));
        }
      }
      size[3] = moved(whole);
      svg.setAttribute("height", size[3]);
      svg.setAttribute("viewBox", size.join(" "));
    };
  };

  const start = (place) => {
    const data = JSON.parse(place.dataset.pmFilter);
    const roadmap = place.previousElementSibling;
    const isBoard = roadmap.matches(".pm-board");
    const items = [...roadmap.querySelectorAll(
      isBoard ? ":scope > li > ul > li" : ".pm-table > tbody > tr:not(.pm-group)")];
    // Someone changed the page: rather no filter than a wrong one.
    if (items.length !== data.items.length) return;
    const groups = [...roadmap.querySelectorAll("tbody")]
      .filter((body) => body.querySelector(".pm-group"))
      .map((body) => [body, items.filter((item) => body.contains(item))]);
    const columns = (isBoard ? [...roadmap.children] : []).map((column) =>
      [column.querySelector(".pm-fact"), items.filter((item) => column.contains(item))]);
    const shapes = [...roadmap.querySelectorAll("svg [data-pm]")]
      .map((shape) => [shape, shape.dataset.pm.split(" ")]);
    const fold = shapes[0] && folder(roadmap.querySelector(".pm-svg"));

    const selects = data.facets.map(([key, , values]) =>
      make("select", {name: `${data.id}.${key}`, autocomplete: "off"},
        new Option(data.all, ""), ...values.map((value) => new Option(value, value))));
    const labels = data.facets.map(([, title], n) =>
      make("label", {}, `${title} `, selects[n]));
    const button = make("button", {type: "button"}, data.reset);
    const status = make("span", {role: "status"});
    const legend = make("legend", {}, data.filter);
    const controls = make("fieldset", {className: "pm pm-legend pm-filter"},
      legend, ...labels, button, status);

    const update = () => {
      const chosen = selects.map((select) => select.value);
      const isShown = data.items.map((values) => values.every((value, n) =>
        chosen[n] === "" || chosen[n] === data.facets[n][2][value]));
      const count = (some) => some.filter((item) => !item.style.display).length;
      items.forEach((item, n) => show(item, isShown[n]));
      for (const [shape, numbers] of shapes) {
        show(shape, numbers.every((number) => isShown[number]));
      }
      fold?.(isShown);
      for (const [body, rows] of groups) show(body, count(rows));
      for (const [fact, cards] of columns) fact.textContent = ` (${count(cards)})`;
      status.textContent = data.said
        .replace("{shown}", count(items)).replace("{count}", items.length);
    };
    const remember = () => {
      const url = new URL(location);
      for (const {name, value} of selects) {
        if (value) url.searchParams.set(name, value);
        else url.searchParams.delete(name);
      }
      history.replaceState(history.state, "", url);
    };
    const recall = () => {
      const chosen = new URL(location).searchParams;
      for (const select of selects) {
        select.value = chosen.get(select.name) ?? "";
        if (select.selectedIndex < 0) select.value = "";
      }
      update();
    };
    const reset = () => {
      for (const select of selects) select.value = "";
      update();
      remember();
    };
    // A link to an item that the filter hides shows it.
    const reveal = () => {
      const item = items.find((each) => each.style.display &&
        [each, ...each.querySelectorAll("[id]")].some(leadsTo));
      if (!item) return;
      reset();
      item.scrollIntoView();
    };

    controls.addEventListener("change", () => { update(); remember(); });
    button.addEventListener("click", reset);
    addEventListener("popstate", recall);
    addEventListener("hashchange", reveal);
    // What is printed says how it was filtered, if it was.
    addEventListener("beforeprint", () =>
      show(controls, selects.some((select) => select.value)));
    addEventListener("afterprint", () => show(controls, true));
    roadmap.before(controls);
    recall();
    reveal();
  };

  document.querySelectorAll("[data-pm-filter]").forEach(start);
})();
