/*
  The tablet at the counter. Without this file the page is an ordinary form.

    [data-kiosk]           the page; data-idle seconds until it forgets, data-base its address
    [data-step="NAME"]     one thing on the screen; "faces" first, "thanks" last
    [data-answer]          a button that answers a question: its name and value, then the next step
    [data-next], [data-end] go on without an answer; end

  A rating waits in this device's own database with its one-time ticket from the first tap on, and is
  taken out once the portal says it has it. The ticket makes a second sending the same rating.
*/
"use strict";

(() => {
  const page = document.querySelector("[data-kiosk]");
  const base = page.dataset.base;
  const SEND_EVERY = 15000;
  const LOW = 40;
  const ABANDONED = 120000;
  const steps = [...page.querySelectorAll("[data-step]")];
  let current = null;
  let timer = 0;
  let sending = false;

  const opened = new Promise((resolve, reject) => {
    const request = indexedDB.open(`kiosk ${base}`, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("tickets");
      request.result.createObjectStore("waiting", { keyPath: "form_token" });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

  /* Run `work` on both stores in one transaction; give what it returned once all of it is on disk. */
  async function transact(work) {
    const database = await opened;
    return new Promise((resolve, reject) => {
      const change = database.transaction(["tickets", "waiting"], "readwrite", { durability: "strict" });
      const found = work(change.objectStore("tickets"), change.objectStore("waiting"));
      change.oncomplete = () => resolve(found.value);
      change.onabort = () => reject(change.error);
    });
  }

  const all = (name) =>
    transact((tickets, waiting) => {
      const found = {};
      const request = (name === "tickets" ? tickets : waiting).getAll();
      request.onsuccess = () => { found.value = request.result; };
      return found;
    });

  /* Take a ticket and put a rating beside it: both, or neither. */
  const begin = (rating) =>
    transact((tickets, waiting) => {
      const found = { value: null };
      const cursor = tickets.openCursor();
      cursor.onsuccess = () => {
        if (cursor.result) {
          found.value = { ...rating, form_token: cursor.result.key };
          cursor.result.delete();
          waiting.put(found.value);
        }
      };
      return found;
    });

  const keep = (rating) => transact((_tickets, waiting) => { waiting.put(rating); return {}; });
  const forget = (ticket) => transact((_tickets, waiting) => { waiting.delete(ticket); return {}; });

  async function stock() {
    const answer = await fetch(`${base}phieu.json`, { cache: "no-store" });
    if (!answer.ok) {
      throw new Error(String(answer.status));
    }
    const { csrf, tickets } = await answer.json();
    if ((await all("tickets")).length < LOW) {
      await transact((store) => { tickets.forEach((one) => store.put(one, one)); return {}; });
    }
    return csrf;
  }

  /* A rating still being tapped is left alone, unless its citizen went away long ago. */
  const ripe = (rating) =>
    rating.form_token !== (current && current.form_token) &&
    (rating.done || Date.now() - rating.begun > ABANDONED);

  async function send() {
    if (sending) {
      return;
    }
    sending = true;
    try {
      const csrf = await stock();
      for (const rating of (await all("waiting")).filter(ripe)) {
        const body = new FormData();
        const { begun, done, ...said } = rating;
        Object.entries({ ...said, csrf_token: csrf, given_at: Math.floor(begun / 1000) }).forEach(
          ([name, value]) => body.append(name, value),
        );
        const answer = await fetch(`${base}gui`, { method: "POST", body });
        if (answer.ok || answer.status === 409 || answer.status === 422) {
          await forget(rating.form_token);
        } else {
          break;
        }
      }
    } catch {
      /* no line: it stays in the queue */
    } finally {
      sending = false;
    }
  }

  function show(name) {
    steps.forEach((step) => { step.hidden = step.dataset.step !== name; });
    const heading = steps.find((step) => step.dataset.step === name).querySelector("[tabindex]");
    if (heading) {
      heading.focus();
    }
    clearTimeout(timer);
    if (name !== "faces") {
      timer = setTimeout(reset, page.dataset.idle * 1000);
    }
  }

  async function end() {
    if (current) {
      current.done = true;
      await keep(current);
      current = null;
    }
    send();
  }

  async function reset() {
    await end();
    page.querySelectorAll("textarea, input[type=text]").forEach((field) => { field.value = ""; });
    show("faces");
  }

  const after = (step) => steps[steps.indexOf(step) + 1].dataset.step;

  async function score(value) {
    current = await begin({ score: value, edition: page.dataset.edition, begun: Date.now(), done: false });
    return Boolean(current);
  }

  page.addEventListener("click", async (event) => {
    const button = event.target.closest("button");
    if (!button) {
      return;
    }
    const step = button.closest("[data-step]");
    if (button.name === "score") {
      event.preventDefault();
      if (await score(button.value)) {
        show(after(step));
      } else {
        button.form.requestSubmit(button); /* no ticket left: the ordinary way */
      }
      return;
    }
    event.preventDefault();
    if (!current) {
      await reset();
      return;
    }
    if (button.dataset.answer !== undefined) {
      current[button.name] = button.value;
    }
    step.querySelectorAll("textarea, input[type=text]").forEach((field) => {
      if (field.value) {
        current[field.name] = field.value;
      }
      field.value = "";
    });
    await keep(current);
    const next = button.dataset.end === undefined ? after(step) : "thanks";
    show(next);
    if (next === "thanks") {
      await end();
    }
  });
  page.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(reset, page.dataset.idle * 1000);
  });

  page.querySelectorAll("[data-home]").forEach((button) => button.addEventListener("click", reset));

  async function start() {
    page.querySelector("form").addEventListener("submit", (event) => {
      if (event.submitter && event.submitter.name !== "score") {
        event.preventDefault();
      }
    });
    show("faces");
    await send();
    setInterval(send, SEND_EVERY);
    window.addEventListener("online", send);
    if ("serviceWorker" in navigator) {
      const parts = [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src]")];
      const kept = await caches.open("kiosk");
      await kept.addAll([location.pathname, ...parts.map((part) => part.href || part.src)]);
      await navigator.serviceWorker.register(`${base}worker.js`);
      page.dataset.ready = "yes";
    }
  }

  start();
})();
