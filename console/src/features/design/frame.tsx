/** A small window of its own, in which parts look as they do at that width and in that light. */
import { MantineProvider } from "@mantine/core";
import { type ReactNode, type SyntheticEvent, useState } from "react";
import { createPortal } from "react-dom";
import { theme } from "../../look/theme";
import { Tail } from "../../parts/title";

interface Props {
  title: string;
  scheme: "light" | "dark";
  phone?: boolean;
  children: ReactNode;
}

/** The styles of the console, as they stand in its own window. */
function dress(page: Document) {
  for (const style of document.head.querySelectorAll("style, link[rel=stylesheet]"))
    page.head.append(style.cloneNode(true));
}

export function LookFrame({ title, scheme, phone = false, children }: Props) {
  const [page, setPage] = useState<Document>();
  const [height, setHeight] = useState(600);
  const loaded = ({ currentTarget }: SyntheticEvent<HTMLIFrameElement>) => {
    const inner = currentTarget.contentDocument;
    if (!inner) return;
    dress(inner);
    inner.documentElement.lang = document.documentElement.lang;
    inner.title = title;
    new ResizeObserver(() => setHeight(inner.body.scrollHeight)).observe(inner.body);
    setPage(inner);
  };
  return (
    <figure className="look">
      <figcaption>{title}</figcaption>
      <iframe
        title={title}
        srcDoc="<!doctype html><html><head></head><body></body></html>"
        className={phone ? "look-phone" : "look-wide"}
        style={{ height }}
        onLoad={loaded}
      />
      {page &&
        createPortal(
          <MantineProvider theme={theme} forceColorScheme={scheme} getRootElement={() => page.documentElement}>
            <Tail value={undefined}>
              <main className="look-page">{children}</main>
            </Tail>
          </MantineProvider>,
          page.body,
        )}
    </figure>
  );
}
