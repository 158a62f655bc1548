/** The head of a page: its one heading of the first order, what it is a part of, and what can be done with it as a whole. */
import { Title } from "@mantine/core";
import { type ReactNode, useEffect, useRef } from "react";
import { Link, useLocation } from "react-router-dom";
import { usePageTitle } from "./title";

interface Props {
  title: string;
  /** What the page is a part of, and the way back there. */
  of?: { title: string; to: string };
  /** What is looked at on it, before its own name in the title of the window. */
  part?: string;
  /** What it is for, or how it stands, in a line. */
  lead?: ReactNode;
  /** What can be done: one filled button at most. */
  children?: ReactNode;
}

/** The page that was shown last: nothing moves when the first one comes. */
let before: string | undefined;

export function Head({ title, of, part, lead, children }: Props) {
  usePageTitle(part, title, of?.title);
  const { pathname } = useLocation();
  const heading = useRef<HTMLHeadingElement>(null);
  // Whoever goes to another page hears its name, and the keyboard goes on from there.
  useEffect(() => {
    if (before !== undefined && before !== pathname) heading.current?.focus({ preventScroll: true });
    before = pathname;
  }, [pathname]);
  return (
    <header className="page-head">
      {of && (
        <Link className="back" to={of.to}>
          <span aria-hidden>←</span> {of.title}
        </Link>
      )}
      <div className="page-line">
        <Title order={1} ref={heading} tabIndex={-1} className="page-title">
          {title}
        </Title>
        {children && <div className="page-acts">{children}</div>}
      </div>
      {lead && <div className="page-lead">{lead}</div>}
    </header>
  );
}
