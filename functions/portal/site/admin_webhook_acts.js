/** What is done to an agency's system: named, moved, given a new secret, told no more. */
import { useState } from "preact/hooks";
import { Back, Button, Dialog, focusFault, Heading, html, Notice, phrase, TextField, Trouble, useAction, useFocus } from "./page.js";
import { ask } from "./session.js";
import { UnitField } from "./units.js";
import { atMoment } from "./words.js";

/** `#/admin/webhooks/new` */
export function NameSystem() {
  const [said, say] = useState({ unit: "", url: "" });
  const [made, keep] = useState(null);
  const [faults, mark] = useState([]);
  const [save, saving] = useAction(async () => keep(await ask("PUT", `webhooks/${said.unit}`, { body: { url: said.url } })));
  const submit = (event) => {
    event.preventDefault();
    mark(said.unit ? [] : ["Hãy chọn đơn vị."]);
    if (said.unit) save();
    else focusFault();
  };
  if (made)
    return html`<${Back} to="#/admin/webhooks">Hệ thống nhận phản ánh<//><${Heading}>${made.unit_name}<//>
      <${Secret} webhook=${made} /><p><a class="button" href="#/admin/webhooks/${made.unit}">Tiếp tục</a></p>`;
  return html`<${Back} to="#/admin/webhooks">Hệ thống nhận phản ánh<//><${Heading}>Khai báo hệ thống<//>
    <form class="card" onSubmit=${submit} noValidate>
      <${UnitField} label="Đơn vị" value=${said.unit} onValue=${(unit) => say({ ...said, unit })} faults=${faults} />
      <${Address} value=${said.url} onValue=${(url) => say({ ...said, url })} problem=${saving.problem} />
      <${Trouble} problem=${saving.problem} beside=${["url"]} />
      <div class="row row-end"><${Button} type="submit" class="primary" busy=${saving.busy}>Khai báo<//></div></form>`;
}

function Address({ value, onValue, problem }) {
  return html`<${TextField} label="Địa chỉ" hint="https, theo tên miền đầy đủ, ví dụ hethong.donvi.gov.vn" needed type="text" inputmode="url"
    autocomplete="off" maxlength="500" value=${value} onValue=${onValue} faults=${problem?.at?.("url") ?? []} />`;
}

/** Shown this once. */
export function Secret({ webhook: { secret, overlaps_until: until } }) {
  const [copied, tell] = useState("");
  const place = useFocus(secret);
  const copy = () =>
    navigator.clipboard.writeText(secret).then(
      () => tell("Đã sao chép khóa bí mật."),
      () => tell("Chưa sao chép được; hãy chọn và sao chép khóa ở trên."),
    );
  return html`<${Notice} tone="good"><p tabindex="-1" ref=${place}><strong>Khóa bí mật chỉ hiện một lần này.</strong>${" "}
      Hãy chuyển cho người quản lý hệ thống của đơn vị theo cách an toàn: hệ thống dùng khóa để biết tin báo là của Kho.</p>
    ${until && html`<p>Khóa cũ còn dùng được đến ${atMoment(until)}: đến lúc đó mỗi tin được ký bằng cả hai khóa, nên đổi khóa lúc nào
      cũng không bỏ lỡ tin nào.</p>`}
    <${TextField} label="Khóa bí mật" value=${secret} readonly onValue=${() => {}} onFocus=${(event) => event.currentTarget.select()} />
    <div class="row"><button type="button" class="primary" onClick=${copy}>Sao chép khóa</button>
      <span role="status">${copied}</span></div><//>`;
}

export function ChangeAddress({ webhook, onClose, onDone }) {
  const [url, write] = useState(webhook.url);
  const [save, saving] = useAction(async () =>
    onDone(await ask("PUT", `webhooks/${webhook.unit}`, { body: { url, revision: webhook.revision } })),
  );
  const submit = (event) => {
    event.preventDefault();
    save();
  };
  return html`<${Dialog} title="Đổi địa chỉ" onClose=${onClose}><form onSubmit=${submit} noValidate>
    <p>Từ lúc lưu, mọi tin được báo tới địa chỉ mới, cả những tin đang chờ gửi lại. Khóa bí mật giữ nguyên.</p>
    <${Address} value=${url} onValue=${write} problem=${saving.problem} />
    <${Trouble} problem=${saving.problem} beside=${["url"]} />
    <div class="row row-end dialog-end"><button type="button" onClick=${onClose}>Đóng</button>
      <${Button} type="submit" class="primary" busy=${saving.busy}>Lưu địa chỉ<//></div></form><//>`;
}

export function NewSecret({ webhook, onClose, onDone }) {
  const [make, making] = useAction(async () =>
    onDone(await ask("POST", `webhooks/${webhook.unit}/secret`, { body: { revision: webhook.revision } })),
  );
  return html`<${Dialog} title="Tạo khóa bí mật mới" onClose=${onClose}>
    <p>Khóa mới hiện ra một lần. Trong 24 giờ mỗi tin được ký bằng cả khóa mới và khóa đang dùng; sau đó chỉ còn khóa mới.</p>
    <${Trouble} problem=${making.problem} />
    <div class="row row-end dialog-end"><button type="button" onClick=${onClose}>Đóng</button>
      <${Button} class="primary" busy=${making.busy} onClick=${make}>Tạo khóa mới<//></div><//>`;
}

export function Remove({ webhook, onClose }) {
  const [remove, removing] = useAction(async () => {
    await ask("DELETE", `webhooks/${webhook.unit}`, { query: { revision: webhook.revision } });
    location.hash = "#/admin/webhooks";
  });
  return html`<${Dialog} title=${phrase`Ngừng báo cho hệ thống của ${webhook.unit_name}?`} onClose=${onClose}>
    <p>Hệ thống này không được báo gì nữa, cả những tin đang chờ gửi lại, và khóa bí mật bị xóa. Công chức vẫn trả lời phản ánh tại Một cửa.</p>
    <${Trouble} problem=${removing.problem} />
    <div class="row row-end dialog-end"><button type="button" onClick=${onClose}>Giữ lại</button>
      <${Button} class="danger" busy=${removing.busy} onClick=${remove}>Ngừng báo<//></div><//>`;
}
