/** A part of a page with its heading: set apart by a line and by room, not by a box. */
import { Title, type TitleOrder } from "@mantine/core";
import type { ReactNode } from "react";

interface Props {
  head: string;
  /** Under which order of heading it stands; the look is the same. */
  order?: TitleOrder;
  /** What stands at the end of the line of the heading. */
  aside?: ReactNode;
  className?: string;
  children?: ReactNode;
}

export function Section({ head, order = 2, aside, className = "part", children }: Props) {
  return (
    <section aria-label={head} className={className}>
      <div className="part-line">
        <Title order={order} className="part-head">
          {head}
        </Title>
        {aside && <div>{aside}</div>}
      </div>
      {children}
    </section>
  );
}
