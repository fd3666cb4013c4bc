/** A component that is asked anew every time: what the applicant declares, in their own words. */
import { useState } from "preact/hooks";
import { Button, Dialog, Field, html, Trouble, useAction } from "./page.js";
import { ask } from "./session.js";
import { useTyped } from "./typed.js";

export function AnswerForm({ path, component, onClose, onAnswered }) {
  const [text, write, forget] = useTyped(component.code, component.resolution?.form?.content ?? "");
  const [save, saving] = useAction(async () => {
    const after = await ask("PUT", path, { body: { way: "form", form: { content: text } } });
    forget();
    onAnswered(after);
  });
  const [asked, nudge] = useState(false);
  const submit = (event) => {
    event.preventDefault();
    nudge(true);
    if (text.trim()) save();
  };
  const faults = asked && !text.trim() ? ["Chưa điền nội dung."] : (saving.problem?.at?.("form.content") ?? []);
  return html`<${Dialog} title=${component.name} onClose=${onClose}>
    <form onSubmit=${submit} noValidate>
      <${Field} label="Nội dung kê khai" needed
        hint="Viết đủ họ tên, ngày sinh, nơi cư trú và điều bạn đề nghị; tối đa 2000 ký tự" faults=${faults}>
        ${(control) => html`<textarea rows="8" maxlength="2000" value=${text}
          onInput=${(event) => write(event.currentTarget.value)} ...${control}></textarea>`}
      <//>
      <${Trouble} problem=${saving.problem} beside=${["form.content"]} />
      <div class="row row-end dialog-end">
        <button type="button" onClick=${onClose}>Đóng</button>
        <${Button} type="submit" class="primary" busy=${saving.busy}>Cập nhật<//>
      </div>
    </form>
  <//>`;
}
