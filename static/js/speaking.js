(() => {
  "use strict";
  // Counts turns and time. The totals are sent with the form; until the server has said yes they are kept in the
  // browser: groups and numbers alone.
  const find = (name) => document.querySelector(`[data-${name}]`);
  const form = find("save"), count = find("count"), clash = find("conflict"), hand = find("hand");
  const { submission, version } = form.elements;
  const buttons = [...count.querySelectorAll("[data-act=group]")];
  const fields = (i) => ["group", "turns", "minutes"].map((name) => form.elements[`${name}_${i + 1}`]);
  const kept = `speaking ${form.dataset.save}`;
  const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  let turns = []; // { group, from, to } on this page; the last may still go on
  let sums = buttons.map((_, i) => { // [name, turns, seconds] before them
    const [name, number, minutes] = fields(i).map((field) => field.value);
    const [whole, rest] = minutes.split(":");
    return [name, +number, whole * 60 + (+rest || 0)];
  });
  let dirty, busy, clashes, leaves;

  const running = () => turns.find((turn) => !turn.to);
  const totals = (now) => sums.map(([name, number, seconds], i) => {
    for (const { group, from, to = now } of turns) {
      if (group !== i || !to) continue;
      number += 1;
      seconds += Math.max(0, Math.round((to - from) / 1000));
    }
    return [name, number, seconds];
  });
  const keep = () => {
    if (dirty || running())
      localStorage[kept] = JSON.stringify([submission.value, version.value, totals(), running(), dirty]);
    else delete localStorage[kept];
  };
  const draw = () => {
    totals(Date.now()).forEach(([name, number, seconds], i) => {
      buttons[i].hidden = !name;
      buttons[i].ariaPressed = running()?.group === i;
      buttons[i].firstChild.textContent = name;
      buttons[i].lastChild.textContent = `${number} inlägg, ${clock(seconds)}`;
    });
    find("act=undo").disabled = !turns.length;
  };
  const fill = () => totals().forEach(([name, number, seconds], i) =>
    [name, number, clock(seconds)].forEach((value, n) => (fields(i)[n].value = name && value)));
  const send = async () => {
    if (busy || clashes || !dirty || hand.open) return;
    busy = true;
    dirty = false;
    fill();
    const sent = { method: "POST", body: new FormData(form), redirect: "error" };
    const said = await fetch(form.dataset.save, sent).then((answer) => answer.json()).catch(() => ({}));
    busy = false;
    clashes = "theirs" in said;
    clash.hidden = !clashes;
    find("theirs").textContent = said.theirs || "inget";
    if (clashes) clash.dataset.version = said.version;
    else version.value = said.version || version.value;
    dirty ||= clashes || !said.version;
    find("status").textContent = said.error || (dirty ? "Inte sparat än." : "Allt är sparat.");
    keep();
    if (dirty) return said.version && send();
    if (leaves) location = leaves;
  };
  const end = (now) => running() && (running().to = now);
  const act = {
    group(button, now) {
      const group = buttons.indexOf(button);
      if (running()?.group === group) return;
      end(now);
      turns.push({ group, from: now });
    },
    pause: (_, now) => end(now),
    undo() {
      // A tap on the wrong group: what it ended goes on.
      const { from, to } = turns.pop();
      if (!to && turns.at(-1)?.to === from) delete turns.at(-1).to;
    },
    done(button, now) {
      end(now);
      leaves = button.value;
    },
    mine() {
      version.value = clash.dataset.version;
      clashes = false;
    },
  };
  count.onclick = ({ target }) => {
    const button = target.closest("[data-act]");
    if (!button) return;
    act[button.dataset.act](button, Date.now());
    dirty = true;
    keep();
    draw();
    send();
  };
  // What is typed by hand begins with all that is counted: whoever speaks then has had their turn. Nothing is counted,
  // or sent, until it is closed or saved.
  hand.ontoggle = () => {
    count.hidden = hand.open;
    if (!hand.open) return;
    if (running()) {
      end(Date.now());
      dirty = true;
    }
    if (dirty) fill();
    keep();
    draw();
  };
  form.onsubmit = find("drop").onclick = () => delete localStorage[kept];
  const left = localStorage[kept];
  if (left) {
    let turn;
    [submission.value, version.value, sums, turn, dirty] = JSON.parse(left);
    if (turn) turns = [turn];
  }
  draw();
  setInterval(draw, 1000);
  setInterval(send, 5000);
})();
