/** What the reader of a link sees: one paper of somebody else, without an account. The token never leaves the fragment. */
import { useState } from "preact/hooks";
import { Button, Chip, Heading, html, Notice, phrase, TextField, Trouble, useAction } from "./page.js";
import { Preview } from "./preview.js";
import { atMoment, bytes, called, onDay, STANDING_TONES } from "./words.js";
import { send } from "./wire.js";

/** `#/shared/<token>`: nothing is opened before the button, because each opening counts. */
export function SharedPaper({ given: [token] }) {
  const [passcode, say] = useState("");
  const [paper, become] = useState(null);
  const [open, opening] = useAction(async () => {
    become(await send("POST", "shared", { body: { token, ...(passcode && { passcode }) } }));
  });
  if (paper) return html`<${Paper} paper=${paper} />`;
  const needsPasscode = opening.problem?.code?.startsWith("PASSCODE_");
  const submit = (event) => {
    event.preventDefault();
    open();
  };
  return html`
    <${Heading}>Giấy tờ được chia sẻ với bạn<//>
    <p>Có người chia sẻ với bạn một giấy tờ trong Kho dữ liệu của họ. Bạn không cần tài khoản.${" "}
      Mỗi lần mở đều được ghi lại và chủ giấy tờ đọc được.</p>
    <form class="card" onSubmit=${submit} noValidate>
      ${needsPasscode && html`<${TextField} label="Mã mở" needed value=${passcode} onValue=${say} autocomplete="off"
        faults=${opening.problem.at("passcode")} />`}
      <${Trouble} problem=${needsPasscode ? null : opening.problem} />
      <${Button} type="submit" class="primary" busy=${opening.busy}>Xem giấy tờ<//>
    </form>`;
}

function Paper({ paper }) {
  const facts = [
    ["Danh mục giấy tờ", paper.document_type_name],
    ["Số, ký hiệu", paper.number],
    ["Cơ quan cấp", paper.issuer],
    ["Ngày cấp", onDay(paper.issued_on)],
    ["Giá trị sử dụng", [paper.validity_name, paper.valid_until && phrase`đến ${onDay(paper.valid_until)}`].filter(Boolean).join(" ")],
    ["Chia sẻ để", paper.purpose],
    ["Liên kết dùng được đến", atMoment(paper.ends_at)],
    ["Số lần mở còn lại", paper.openings_left === null ? "" : `${paper.openings_left}`],
    ["Tệp tin", `${paper.file_name} · ${bytes(paper.size)}`],
    ["SHA-256", paper.sha256],
  ];
  return html`
    <${Heading}>${called(paper)}<//>
    <p class="row"><${Chip} tone=${paper.validity === "expired" ? "plain" : STANDING_TONES[paper.standing]}>${paper.standing_name}<//></p>
    <p>${paper.sentence}</p>
    ${paper.validity === "expired" && html`<${Notice} tone="bad">Giấy tờ đã hết hạn sử dụng.<//>`}
    ${paper.warnings.map((each) => html`<${Notice} tone="warn">${each}<//>`)}
    ${paper.url && html`<${File} paper=${paper} />`}
    <dl class="facts card">${facts.filter(([, value]) => value).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
}

function File({ paper }) {
  return html`<div class="row"><a class="button primary" href=${paper.url} target="_blank" rel="noopener noreferrer">Mở tệp tin</a>
      <span class="soft small">Mở được trong ${paper.expires_in / 60} phút; sau đó hãy mở lại liên kết.</span></div>
    <${Preview} open=${async () => paper.url} title=${called(paper)} />`;
}
