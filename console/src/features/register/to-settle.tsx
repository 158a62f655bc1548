/** A line of what is to be settled: what it is, why it matters, and the way out. For every kind of the register. */
import type { ReactNode } from "react";

interface Props {
  severity: "failing" | "missing" | "advice";
  head: string;
  text?: ReactNode;
  /** The way out, for whoever may go it. */
  children?: ReactNode;
}

export function ToSettle({ severity, head, text, children }: Props) {
  return (
    <li data-severity={severity}>
      <div>
        <div>
          <b>{head}</b>
        </div>
        {text && <div>{text}</div>}
      </div>
      {children && <div>{children}</div>}
    </li>
  );
}
