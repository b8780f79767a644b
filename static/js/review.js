// Keys and swaps on the page where a read document is reviewed. Everything works without it.
(() => {
  "use strict";
  const keys = document.getElementById("tangenter");
  const panel = () => document.getElementById("panel");
  const pick = (url) => htmx.ajax("GET", url, { target: "#panel", swap: "outerHTML" });

  document.addEventListener("keydown", (event) => {
    if (!keys.checked || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("select, textarea, input:not([type=checkbox], [type=radio])")) return;
    const pressed = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!pressed) return;
    event.preventDefault();
    pressed.click();
    const details = pressed.closest("details[open]");
    if (pressed.matches("summary") && details) details.querySelector("input, select")?.focus();
  });

  // Sentences and steps are links; with script only the panel is fetched.
  document.querySelector(".reading").addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='?']");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    pick(link.getAttribute("href").split("#")[0]);
  });

  // The picked sentence is marked, in sight, and read out.
  document.addEventListener("htmx:afterSettle", () => {
    for (const old of document.querySelectorAll(".reading-text .focused")) old.classList.remove("focused");
    const picked = document.getElementById(`s${panel().dataset.start}`);
    picked?.classList.add("focused");
    const place = picked?.getBoundingClientRect();
    if (place && (place.top < 60 || place.bottom > innerHeight - panel().parentElement.offsetHeight * (innerWidth < 992))) picked.scrollIntoView({ block: "center" });
    panel().focus({ preventScroll: true });
  });
})();
