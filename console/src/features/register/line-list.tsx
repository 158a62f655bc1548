/** Lines of a record as they are read. For every kind of the register. */
import type { Line } from "./difference";

interface Props {
  lines: Line[];
  /** What a line says that nothing is said in; without it the line is left out. */
  nothing?: Record<string, string>;
  /** What stands before the name of a line, such as the letter of a law. */
  mark?: Record<string, string>;
}

export function LineList({ lines, nothing = {}, mark = {} }: Props) {
  return (
    <dl className="facts record">
      {lines
        .filter(({ key, all }) => all.length > 0 || nothing[key])
        .map(({ key, label, all }) => (
          <div key={key}>
            <dt>
              {mark[key] && <span className="mark">({mark[key]})</span>}
              {label}
            </dt>
            <dd className="said">{all.length > 0 ? all.join(", ") : <span className="quiet">{nothing[key]}</span>}</dd>
          </div>
        ))}
    </dl>
  );
}
