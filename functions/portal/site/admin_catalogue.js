/** Danh mục: what is in force, what an import would change, its faults by place, and back to an earlier version. */
import { useState } from "preact/hooks";
import { Button, Chip, Dialog, Heading, html, Loaded, Notice, Trouble, useAction, useLoaded } from "./page.js";
import { FilesField, Nothing, Pages, save, ToAdmin } from "./admin_pieces.js";
import { Changes } from "./admin_changes.js";
import { read } from "./admin_files.js";
import { Faults, isFaulty } from "./admin_faults.js";
import { ask } from "./session.js";
import { send } from "./wire.js";
import { atMoment } from "./words.js";

export function AdminCatalogue() {
  const [round, again] = useState(0);
  const loaded = useLoaded(() => inForce(), [round]);
  const [done, tell] = useState(false);
  const put = () => {
    tell(true);
    again(round + 1);
    scrollTo(0, 0);
  };
  return html`<${ToAdmin} /><${Heading}>Danh mục thủ tục<//>
    ${done && html`<${Notice} tone="good" role="status"><p>Phiên bản mới đã được dùng. Các máy chủ nhận ra trong vòng một phút.</p><//>`}
    <${Loaded} of=${loaded}>${({ current }) => html`
      <${Current} current=${current} />
      <${Import} key=${round} current=${current} onDone=${put} />
      ${current && html`<section class="stack"><h2>Các phiên bản</h2>
        <${Pages} key=${round} path="catalogue/versions" query=${{ limit: 20 }} of="versions">${(versions) => html`
          <ul class="papers">${versions.map((each) => html`<${Version} key=${each.version} version=${each} current=${current} onDone=${put} />`)}</ul>`}<//>
      </section>`}`}<//>`;
}

/** Before the first import there is none, which is no trouble. */
async function inForce() {
  try {
    return { current: await send("GET", "catalogue") };
  } catch (problem) {
    if (problem.code !== "NO_CATALOGUE") throw problem;
    return { current: null };
  }
}

function Current({ current }) {
  if (!current) return html`<${Nothing}>Chưa có danh mục nào được nạp.<//>`;
  const facts = [
    ["Dùng từ", atMoment(current.imported_at)],
    ["Thủ tục hành chính", current.procedures],
    ["Thành phần hồ sơ", current.components],
    ["Loại giấy tờ", current.document_types],
    ["Đơn vị", current.units],
    ["Chứng thư số đã đăng ký", current.issuers],
    ["Năm có đủ ngày nghỉ", current.years.join(", ") || "Chưa năm nào"],
  ];
  return html`<section class="card stack"><h2>Đang dùng</h2>
    <dl class="facts">${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
    ${current.years_missing.map((year) => html`<p class="small"><${Chip} tone="warn">Chưa có đủ ngày nghỉ năm ${String(year)}<//>
      <span class="soft"> Hạn trả kết quả rơi vào năm đó chưa tính được.</span></p>`)}</section>`;
}

/** Files are read here and checked by the API; nothing is in force before the second button. */
function Import({ current, onDone }) {
  const [files, take] = useState([]);
  const [found, find] = useState(null);
  const [check, checking] = useAction(async (chosen) => {
    find(null);
    const document = await read(chosen);
    find({ document, changes: await ask("POST", "catalogue/imports/check", { body: document }) });
  });
  const [put, putting] = useAction(async () => {
    await ask("POST", "catalogue/imports", { body: found.document, query: { after: found.changes.against } });
    onDone();
  });
  const choose = (chosen) => {
    take(chosen);
    find(null);
  };
  const submit = (event) => {
    event.preventDefault();
    check(files);
  };
  const faulty = isFaulty(checking.problem);
  return html`<section class="stack"><h2>Nhập danh mục mới</h2>
    <form onSubmit=${submit} noValidate class="card">
      <${FilesField} label="Các tệp của danh mục" multiple accept=".json,.tsv,application/json,text/tab-separated-values"
        hint="Một hay nhiều tệp JSON; đơn vị có thể là tệp TSV với dòng đầu là tên cột. Danh mục mới thay thế toàn bộ danh mục đang dùng."
        shown=${files.map((each) => each.name).join(", ")} onFiles=${choose} />
      <p class="soft small">${
        current ? html`Muốn sửa ít chỗ: tải danh mục đang dùng ở mục Các phiên bản, sửa rồi nhập lại.` : ""
      }</p>
      <div class="row row-end"><${Button} type="submit" class="primary" busy=${checking.busy}>Kiểm tra trước khi nhập<//></div>
    </form>
    ${faulty ? html`<${Faults} problem=${checking.problem} />` : html`<${Trouble} problem=${checking.problem} />`}
    ${found && html`<${Changes} changes=${found.changes} title="Nếu nhập, những gì thay đổi">
      <${Trouble} problem=${putting.problem} />
      <div class="row row-end"><${Button} class="primary" busy=${putting.busy} onClick=${put}>Nhập và dùng ngay<//></div><//>`}
  </section>`;
}

function Version({ version, current, onDone }) {
  const [isAsking, consider] = useState(false);
  const [download, downloading] = useAction(async () => {
    const document = await ask("GET", `catalogue/versions/${version.version}/document`);
    save(JSON.stringify(document, null, 1), `danh-muc-${version.version}.json`, "application/json");
  });
  return html`<li class="card stack"><div class="row row-apart"><h3 class="grow">${version.came_text}</h3>
      ${version.is_current && html`<${Chip} tone="good">Đang dùng<//>`}</div>
    <p class="soft small">${[atMoment(version.since), version.by, version.version].filter(Boolean).join(" · ")}</p>
    <div class="row"><${Button} busy=${downloading.busy} onClick=${download}>Tải về JSON<//>
      ${!version.is_current && html`<${Button} onClick=${() => consider(true)}>Dùng lại phiên bản này<//>`}</div>
    <${Trouble} problem=${downloading.problem} />
    ${isAsking && html`<${Restore} version=${version} current=${current} onClose=${() => consider(false)} onDone=${onDone} />`}</li>`;
}

function Restore({ version, current, onClose, onDone }) {
  const loaded = useLoaded(() => ask("GET", `catalogue/versions/${version.version}/changes`), []);
  const [put, putting] = useAction(async () => {
    await ask("POST", `catalogue/versions/${version.version}/restore`, { body: { after: current.version } });
    onDone();
  });
  return html`<${Dialog} title="Dùng lại phiên bản trước" onClose=${onClose}>
    <p>Nội dung của phiên bản lúc ${atMoment(version.since)} trở thành một phiên bản mới. Hồ sơ đã nộp giữ phiên bản của chúng.</p>
    <${Loaded} of=${loaded}>${(changes) => html`<${Changes} changes=${changes} title="Những gì thay đổi" />`}<//>
    ${isFaulty(putting.problem) ? html`<${Faults} problem=${putting.problem} />` : html`<${Trouble} problem=${putting.problem} />`}
    <div class="row row-end dialog-end"><button type="button" onClick=${onClose}>Đóng</button>
      <${Button} class="primary" busy=${putting.busy} onClick=${put}>Dùng lại<//></div><//>`;
}
