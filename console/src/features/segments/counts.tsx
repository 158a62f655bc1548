/** How many are in, out, or neither, as a bar; and why it may not be said of some, with what would let it be said. */
import type { SegmentCounted } from "../../api/types";
import { WayOut } from "../../parts/fault";
import { useWords } from "./words";

const neitherOf = (c: SegmentCounted) => c.neither.reduce((sum, n) => sum + n.people, 0);

export function CountBar({ counted, height = 10 }: { counted: SegmentCounted; height?: number }) {
  const { t, n } = useWords();
  const parts = [
    ["accepted", counted.within, "sg_in"],
    ["hatched", neitherOf(counted), "sg_neither"],
    ["rest", counted.out, "sg_out"],
  ] as const;
  return (
    <>
      <div className="bar outcome" aria-hidden style={{ height }}>
        {parts.map(([name, people]) => people > 0 && <div key={name} className={name} style={{ flexGrow: people }} />)}
      </div>
      <div className="quiet small">{parts.map(([, people, word]) => `${n(people)} ${t(word)}`).join(" · ")}</div>
    </>
  );
}

export function Counts({ counted }: { counted: SegmentCounted }) {
  const { n, say, t, count } = useWords();
  const part = counted.looked_at < counted.people;
  return (
    <div>
      <p className="first">
        <span className="big">{n(counted.within)}</span>{" "}
        {say(part ? "sg_within_part" : "sg_within_all", { n: n(counted.looked_at), all: n(counted.people) })}
      </p>
      <CountBar counted={counted} />
      {counted.neither.length > 0 && (
        <div className="gap-top-s">
          <p className="quiet">{t("sg_neither_def")}</p>
          {counted.neither.map(({ people, refusal }) => (
            <details key={refusal.reason} className="fall-out">
              <summary>
                {count("sg_n_people", "sg_n_person", people)}: {refusal.why}
              </summary>
              <WayOut refusal={refusal} />
            </details>
          ))}
        </div>
      )}
    </div>
  );
}
