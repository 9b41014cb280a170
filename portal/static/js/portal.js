/*
  Comforts only: every page works without this file.

    textarea[data-limit]   says how many characters are left
    input[type=file]       lists the chosen files by name and size
    [data-print]           prints the page
    [data-reload="N"]      loads the page anew every N seconds: a screen nobody sits at
    [data-copy="ID"]       copies the text of the element with that id, without spaces
    form[method=post]      is not sent twice by two quick taps
    form[data-draft="KEY"] on the desk: what is being written is kept in this browser until it was
                           sent, and leaving asks first; citizens' words are never kept
    .header__menu …        Escape closes an open menu
*/
"use strict";

(() => {
  const WORDS = {
    vi: {
      left: (n) => `Còn ${n} ký tự.`,
      over: (n) => `Quá ${n} ký tự, xin viết ngắn lại.`,
      copied: "Đã chép.",
      restored: "Đã lấy lại nội dung đang viết dở trên máy này.",
      discard: "Bỏ nội dung đó",
    },
    en: {
      left: (n) => `${n} characters left.`,
      over: (n) => `${n} characters too many, please shorten.`,
      copied: "Copied.",
      restored: "What you were writing on this computer was brought back.",
      discard: "Discard it",
    },
  };
  const words = WORDS[document.documentElement.lang] || WORDS.vi;
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  function make(tag, className, text = "") {
    const element = document.createElement(tag);
    element.className = className;
    element.textContent = text;
    return element;
  }

  /* How many characters are left; read aloud only near the end. */
  function countCharacters(area) {
    const limit = Number(area.dataset.limit);
    const count = make("p", "field__count");
    const show = () => {
      const left = limit - [...area.value].length;
      count.textContent = left < 0 ? words.over(-left) : words.left(left);
      count.classList.toggle("field__count--over", left < 0);
      count.setAttribute("aria-live", left < limit / 10 ? "polite" : "off");
    };
    area.after(count);
    area.addEventListener("input", show);
    show();
  }

  /* The names of the files chosen, since the browser shows only how many. */
  function listFiles(input) {
    const list = make("ul", "file-picker__names");
    const size = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
    input.after(list);
    input.addEventListener("change", () => {
      const megabytes = (file) => size.format(Math.max(file.size / 1e6, 0.1));
      list.replaceChildren(
        ...[...input.files].map((file) => make("li", "", `${file.name} (${megabytes(file)} MB)`)),
      );
    });
  }

  function copyText(button) {
    const status = make("span", "quiet");
    status.setAttribute("role", "status");
    button.after(status);
    button.addEventListener("click", async () => {
      const source = document.getElementById(button.dataset.copy);
      await navigator.clipboard.writeText(source.textContent.replace(/\s/g, ""));
      status.textContent = words.copied;
    });
  }

  /* A second tap is ignored while the first is on its way; after ten seconds it may be tried again. */
  function sendOnce(form) {
    let sentAt = 0;
    form.addEventListener("submit", (event) => {
      const now = Date.now();
      if (now - sentAt < 10000) {
        event.preventDefault();
      } else {
        sentAt = now;
      }
    });
    window.addEventListener("pageshow", () => {
      sentAt = 0;
    });
  }

  const draftKey = (form) => `draft:${form.dataset.draft}`;

  const typedIn = (form) =>
    Object.fromEntries(all("textarea[name], input[type=text][name]", form).map((f) => [f.name, f.value]));

  function keepDraft(form) {
    const key = draftKey(form);
    const served = typedIn(form);
    const kept = JSON.parse(localStorage.getItem(key) || "null");
    let dirty = false;
    if (kept && Object.keys(kept.typed).some((name) => name in served && kept.typed[name] !== served[name])) {
      bringBack(form, kept.typed, served);
      dirty = true;
    }
    form.addEventListener("input", () => {
      dirty = true;
      localStorage.setItem(key, JSON.stringify({ typed: typedIn(form), sent: false }));
    });
    form.addEventListener("submit", () => {
      dirty = false;
      localStorage.setItem(key, JSON.stringify({ typed: typedIn(form), sent: true }));
    });
    window.addEventListener("beforeunload", (event) => {
      if (dirty) {
        event.preventDefault();
      }
    });
  }

  function bringBack(form, typed, served) {
    const fill = (values) => {
      for (const [name, value] of Object.entries(values)) {
        if (form.elements[name]) {
          form.elements[name].value = value;
        }
      }
    };
    const note = make("p", "quiet", `${words.restored} `);
    const discard = make("button", "button button--quiet", words.discard);
    discard.type = "button";
    discard.addEventListener("click", () => {
      localStorage.removeItem(draftKey(form));
      fill(served);
      note.remove();
    });
    note.setAttribute("role", "status");
    note.append(discard);
    form.prepend(note);
    fill(typed);
  }

  /* A draft that was sent and whose form is not asked for again has arrived. */
  function forgetArrived(forms) {
    const open = new Set(forms.map(draftKey));
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith("draft:") && !open.has(key) && JSON.parse(localStorage.getItem(key)).sent) {
        localStorage.removeItem(key);
      }
    }
  }

  function forgetAll() {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith("draft:")) {
        localStorage.removeItem(key);
      }
    }
  }

  function startDesk() {
    const forms = all("form[data-draft]");
    forgetArrived(forms);
    forms.forEach(keepDraft);
    all("form[action$='/dang-xuat']").forEach((form) => form.addEventListener("submit", forgetAll));
  }

  all("textarea[data-limit]").forEach(countCharacters);
  all("input[type=file]").forEach(listFiles);
  all("[data-copy]").forEach(copyText);
  all("form[method=post]").forEach(sendOnce);
  all("[data-print]").forEach((button) => button.addEventListener("click", () => window.print()));
  all("[data-reload]").forEach((part) => setInterval(() => location.reload(), part.dataset.reload * 1000));
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.querySelector("[class$='header__menu'][open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
  if (document.body.classList.contains("body--desk")) {
    startDesk();
  }
})();
