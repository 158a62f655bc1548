/** Where there is nothing yet: what will stand here, and the next step. */
import type { ReactNode } from "react";

interface Props {
  /** In a line: what is not there yet. */
  head?: string;
  children: ReactNode;
  /** The next step. */
  next?: ReactNode;
}

export function Empty({ head, children, next }: Props) {
  return (
    <div className="empty">
      {head && <p className="empty-head">{head}</p>}
      {children}
      {next && <div className="empty-next">{next}</div>}
    </div>
  );
}
