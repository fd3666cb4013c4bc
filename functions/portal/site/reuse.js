/** Tỷ lệ sử dụng lại: one number against its target, and everything that explains it. */
import { useReducer } from "preact/hooks";
import { ChoiceField, Heading, html, Loaded, TextField, Trouble, useLoaded } from "./page.js";
import { ask, session } from "./session.js";
import { askedOf, reuseHash } from "./reuse_address.js";
import { Trend } from "./reuse_charts.js";
import { Definitions, Headline } from "./reuse_headline.js";
import { Below } from "./reuse_below.js";
import { Advice } from "./reuse_advice.js";
import { Freeze, NotPublished, Republish } from "./reuse_publish.js";
import { Export } from "./reuse_export.js";
import { holding, periodsOf, SPANS, spanOf, todayThere, VIEWS } from "./reuse_words.js";
import { UnitField } from "./units.js";

const NO_SUCH = { title: "Không có chỉ số này", detail: "Chỉ số này chưa có trong kỳ báo cáo đã chọn." };

export function ReuseRate({ query }) {
  const asked = askedOf(query);
  const go = (changes) => {
    location.hash = reuseHash({ ...asked, ...changes });
  };
  return html`
    <${Heading}>Tỷ lệ khai thác, sử dụng lại<//>
    <${Choices} asked=${asked} go=${go} />
    ${
      asked.unit
        ? html`<${Figures} key=${JSON.stringify(asked)} asked=${asked} />`
        : html`<p>Hãy chọn đơn vị cần xem.</p>`
    }`;
}

function Choices({ asked, go }) {
  const span = spanOf(asked.period);
  const stay = (event) => event.preventDefault(); // every choice goes there by itself
  return html`<form class="filters no-print" role="search" aria-label="Chọn số liệu" onSubmit=${stay}>
    <${ChoiceField} label="Loại kỳ" options=${SPANS} value=${span}
      onValue=${(kind) => go({ period: holding(kind, todayThere()) })} />
    ${
      span === "day"
        ? html`<${TextField} label="Ngày" type="date" max=${todayThere()} value=${asked.period}
            onValue=${(day) => /^\d{4}-\d\d-\d\d$/.test(day) && go({ period: day })} />`
        : html`<${ChoiceField} label="Kỳ báo cáo" options=${periodsOf(span, asked.period)} value=${asked.period}
            onValue=${(period) => go({ period })} />`
    }
    <${ChoiceField} label="Cách tính đơn vị" options=${VIEWS} value=${asked.view}
      onValue=${(view) => go({ view })} />
    ${
      session.me.roles.includes("administrator") &&
      html`<${UnitField} label="Đơn vị" value=${asked.unit} onValue=${(unit) => unit && go({ unit })} />`
    }
  </form>`;
}

/** After [Tính lại ngay] and [Chốt số liệu] everything is asked for anew, so that no part says what another does not. */
function Figures({ asked }) {
  const { unit, period, view } = asked;
  const [round, again] = useReducer((count) => count + 1, 0);
  const loaded = useLoaded(() => ask("GET", "reuse-rate", { query: { unit, period, view } }), [round]);
  if (loaded.problem?.code === "NOT_PUBLISHED") return html`<${NotPublished} asked=${asked} again=${again} />`;
  return html`<${Loaded} of=${loaded}>${(figures) => {
    const line = figures.lines.find((each) => each.code === asked.definition);
    return html`
      ${
        isElsewhere(figures.unit) &&
        html`<p class="no-print"><a href=${reuseHash({ ...asked, unit: session.me.unit })}>Về đơn vị của tôi</a></p>`
      }
      ${
        line
          ? html`<${Headline} figures=${figures} line=${line} asked=${asked} />`
          : html`<${Trouble} problem=${NO_SUCH} />`
      }
      <div class="row no-print"><${Export} asked=${asked} /><${Republish} asked=${asked} again=${again} />
        <${Freeze} figures=${figures} again=${again} /></div>
      <section class="card stack" aria-labelledby="trend"><h2 id="trend">Xu hướng</h2>
        <${TrendOf} key=${round} asked=${asked} /></section>
      <${Below} key=${round} asked=${asked} />
      <${Advice} key=${round} asked=${asked} />
      <${Definitions} figures=${figures} asked=${asked} />`;
  }}<//>`;
}

function isElsewhere(unit) {
  return session.me.unit && unit.code !== session.me.unit;
}

function TrendOf({ asked }) {
  const loaded = useLoaded(() => ask("GET", "reuse-rate/trend", { query: asked }), []);
  return html`<${Loaded} of=${loaded}>${(trend) => html`<${Trend} trend=${trend} />`}<//>`;
}
