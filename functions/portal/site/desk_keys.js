/** Keys of one letter: never while something is typed or a dialog is open, and not for who has turned them off. */
import { useLayoutEffect, useReducer, useRef } from "preact/hooks";
import { Dialog, html } from "./page.js";

const OFF = "kho-keys-off"; // in this tab, as long as it is open

const areOn = () => !sessionStorage.getItem(OFF);

/** `acts`: key → what it does. They are those of what is shown, however soon after it a key is pressed. */
export function useKeys(acts, isListening) {
  const shown = useRef(null);
  shown.current = isListening ? acts : {};
  useLayoutEffect(() => {
    const pressed = (event) => {
      const act = shown.current[event.key];
      if (!act || !areOn() || event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
      event.preventDefault();
      act();
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, []);
}

/**
 * From row to row of the list at `place`: `step(1)` to the next one, `step(-1)` back; past the last, `goOn` is called.
 * `here()` is the id of the row one is in, `arrows` handles their keys inside the list.
 */
export function useWalk(goOn) {
  const place = useRef(null);
  const links = () => [...(place.current?.querySelectorAll(".main-link") ?? [])];
  const here = () => document.activeElement?.closest("[data-id]")?.dataset.id;
  const step = (by) => {
    const all = links();
    const at = all.findIndex((each) => each.closest("[data-id]").dataset.id === here());
    if (at + by >= all.length) goOn();
    else all[Math.max(0, at + by)]?.focus();
  };
  const arrows = (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    step(by);
  };
  return { place, links, here, step, arrows };
}

function isTyping(target) {
  return target.matches?.("textarea, select, input:not([type=checkbox])") || Boolean(document.querySelector("dialog[open]"));
}

const KEYS = [
  ["j hoặc ↓", "Hồ sơ tiếp theo; hết trang thì sang trang sau"],
  ["k hoặc ↑", "Hồ sơ trước"],
  ["Enter", "Mở hồ sơ"],
  ["x", "Chọn hoặc bỏ chọn hồ sơ"],
  ["a", "Phân công các hồ sơ đã chọn"],
  ["h", "Chuyển các hồ sơ đã chọn cho đơn vị khác"],
  ["/", "Tìm hồ sơ"],
  ["r", "Tải lại hàng chờ"],
  ["?", "Mở bảng này"],
  ["j, k, u trong một hồ sơ", "Hồ sơ sau, hồ sơ trước, về hàng chờ"],
];

/** With a screen reader, whose own keys these may be, or by voice, one turns them off; arrows and Tab stay. */
export function KeyHelp({ onClose }) {
  const [, changed] = useReducer((count) => count + 1, 0);
  const turned = (event) => {
    if (event.currentTarget.checked) sessionStorage.removeItem(OFF);
    else sessionStorage.setItem(OFF, "1");
    changed();
  };
  return html`<${Dialog} title="Phím tắt của hàng chờ" onClose=${onClose}>
    <dl class="facts">${KEYS.map(([key, what]) => html`<dt><kbd>${key}</kbd></dt><dd>${what}</dd>`)}</dl>
    <label class="tick"><input type="checkbox" checked=${areOn()} onChange=${turned} />
      <span class="tick-body">Dùng phím tắt một chữ <span class="soft small">(bỏ chọn nếu vướng trình đọc màn hình)</span></span></label>
    <div class="row row-end"><button type="button" class="primary" onClick=${onClose}>Đóng</button></div><//>`;
}
