// Keys and swaps on the page where a read document is reviewed. Everything works without it.
(() => {
  "use strict";
  const keys = document.getElementById("tangenter");
  const side = document.querySelector(".reading-side");

  document.addEventListener("keydown", (event) => {
    if (!keys.checked || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("select, textarea, input:not([type=checkbox], [type=radio])")) return;
    const pressed = side.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!pressed) return;
    event.preventDefault();
    pressed.click();
    if (pressed.matches("details[open] > summary")) pressed.parentElement.querySelector("input, select")?.focus();
  });

  // Sentences and steps are links; with script only the panel is fetched.
  document.querySelector(".reading").addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='?']");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    htmx.ajax("GET", link.getAttribute("href").split("#")[0], { target: "#panel", swap: "outerHTML" });
  });

  // The picked sentence is marked and in sight, above the panel where that lies over the text.
  const show = () => {
    for (const old of document.querySelectorAll(".reading-text .focused")) old.classList.remove("focused");
    const picked = document.getElementById(`s${document.getElementById("panel").dataset.start}`);
    if (!picked) return;
    picked.classList.add("focused");
    const place = picked.getBoundingClientRect();
    const over = side.getBoundingClientRect();
    const bottom = over.left < place.right && over.top > 0 ? over.top : innerHeight;
    if (place.top < 0 || place.bottom > bottom) scrollBy(0, place.top - Math.max(16, (bottom - place.height) / 2));
  };
  document.addEventListener("htmx:afterSettle", () => {
    show();
    const panel = document.getElementById("panel");
    if (!panel.contains(document.activeElement)) panel.focus({ preventScroll: true });
  });
  if (!location.hash) show();
})();
