// Small comforts. Every page works without this file.
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("js");
  const on = (type, listener) => document.addEventListener(type, listener);
  const say = (text) => {
    const box = document.getElementById("meddelanden");
    if (!box) return;
    const list = document.createElement("ul");
    list.className = "messages";
    const item = document.createElement("li");
    item.className = "message message-error";
    const words = document.createElement("p");
    words.textContent = text;
    item.append(words);
    list.append(item);
    box.replaceChildren(list);
    box.scrollIntoView({ block: "nearest" });
  };

  // What goes with a file is asked for before the form is sent, as the file itself is not handed back: <input data-wants="ids">.
  on("submit", (event) => {
    const file = event.target.querySelector?.("input[type=file][data-wants]");
    if (!file?.value) return;
    const wanted = file.dataset.wants.split(" ").map((id) => document.getElementById(id));
    const missing = wanted.find((field) => !(field.type === "checkbox" ? field.checked : field.value.trim()));
    if (!missing) return;
    event.preventDefault();
    missing.setCustomValidity("Fyll i det här också, annars går fotot inte med.");
    missing.reportValidity();
    missing.addEventListener("input", () => missing.setCustomValidity(""), { once: true });
  });

  // A form is sent once: the second press of an eager thumb goes nowhere.
  const sent = new WeakSet();
  on("submit", (event) => {
    const form = event.target;
    // Not form.method, which is a field where one is called so.
    if (form.getAttribute("method") !== "post" || event.defaultPrevented) return;
    if (sent.has(form)) return event.preventDefault();
    sent.add(form);
    // Who logs out leaves no unsaved minutes (`minutes.js`) in the browser.
    if (form.getAttribute("action")?.endsWith("/konto/logout/"))
      for (const key of Object.keys(localStorage)) if (key.startsWith("minutes ")) delete localStorage[key];
    changed.delete(form);
    for (const button of form.querySelectorAll("button:not([type=button])")) button.setAttribute("aria-busy", "true");
    setTimeout(() => release(form), 8000); // an answer that is a file leaves the page standing
  });
  const release = (form) => {
    sent.delete(form);
    for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
  };
  addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("form").forEach(release);
  });

  // Unsaved words are not lost without a question: <form data-guard>.
  const changed = new Set();
  on("input", (event) => {
    const form = event.target.closest("form[data-guard]");
    if (form) changed.add(form);
  });
  addEventListener("beforeunload", (event) => {
    if ([...changed].some((form) => form.isConnected)) event.preventDefault();
  });

  // Filters send themselves: <form data-autosubmit>.
  on("change", (event) => {
    const form = event.target.closest("form[data-autosubmit]");
    if (form && event.target.type !== "search") form.requestSubmit();
  });

  on("click", (event) => {
    const pressed = event.target.closest("[data-open],[data-close],[data-add-row],[data-remove-row],[data-copy],[data-print]");
    if (!pressed) return;
    const { open, addRow, copy } = pressed.dataset;
    if (open) {
      const dialog = document.getElementById(open);
      if (!dialog?.showModal) return;
      event.preventDefault();
      dialog.showModal();
    } else if (addRow) {
      // <div id="dates" data-prefix="dates">rows … <template>row with __prefix__</template></div>
      const box = document.getElementById(addRow);
      const template = box?.querySelector("template");
      if (!template) return;
      event.preventDefault();
      const total = box.dataset.prefix && document.getElementById(`id_${box.dataset.prefix}-TOTAL_FORMS`);
      const count = total ? Number(total.value) : box.querySelectorAll("[data-row]").length;
      const holder = document.createElement("template");
      holder.innerHTML = template.innerHTML.replaceAll("__prefix__", count);
      const row = holder.content.firstElementChild;
      template.before(holder.content);
      if (total) total.value = count + 1;
      row?.querySelector("input:not([type=hidden]),select,textarea")?.focus();
    } else if ("removeRow" in pressed.dataset) {
      const row = pressed.closest("[data-row]");
      const mark = row?.querySelector("input[name$=-DELETE]");
      if (!row) return;
      event.preventDefault();
      if (mark) {
        mark.checked = true;
        row.hidden = true;
      } else row.remove();
    } else if (copy) {
      const from = document.getElementById(copy);
      const label = pressed.textContent;
      navigator.clipboard?.writeText(from.value ?? from.textContent.trim()).then(() => {
        pressed.textContent = "Kopierat";
        setTimeout(() => (pressed.textContent = label), 2000);
      });
    } else if ("print" in pressed.dataset) print();
    else if ("close" in pressed.dataset) pressed.closest("dialog")?.close();
  });

  // Menus close when the eye has left them.
  on("click", (event) => {
    for (const menu of document.querySelectorAll("details[data-menu][open]")) if (!menu.contains(event.target)) menu.open = false;
  });
  on("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      const inside = menu.contains(document.activeElement);
      menu.open = false;
      if (inside) menu.querySelector("summary").focus();
    }
  });

  // A form that came back with errors: go there.
  document.querySelector("[data-error-summary]")?.focus();

  // htmx: an answer with errors is shown, a lost connection is told, a form may be sent again.
  on("htmx:beforeSwap", (event) => {
    if ([409, 422].includes(event.detail.xhr.status)) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });
  on("htmx:afterRequest", (event) => {
    const form = event.target.closest?.("form");
    if (form) release(form);
    if (form && event.detail.successful) changed.delete(form);
  });
  on("htmx:sendError", () => say("Ingen kontakt med servern. Det du skrev står kvar – försök igen om en stund."));
  on("htmx:responseError", () => say("Det gick inte att spara. Det du skrev står kvar – ladda om sidan eller försök igen."));
  on("htmx:afterSwap", (event) => event.target.querySelector?.("[data-error-summary], [autofocus]")?.focus());
})();
