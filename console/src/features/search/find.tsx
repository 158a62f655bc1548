/** The way to everything by keyboard: its button in the frame, and Ctrl or Cmd with K from everywhere. */
import { Button } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import type { Me, Site } from "../../api/types";
import type { Feature } from "../../feature";
import { useWords } from "../../words/catalogue";

const load = () => import("./palette");
const Palette = lazy(load);
/** Loaded ahead, after what the page itself needs: nobody waits for it with keys in their hand. */
const AHEAD_MS = 2000;

export interface FindProps {
  me: Me;
  sites: Site[];
  /** The pages of the navigation. */
  listed: Feature[];
}

const apple = /Mac|iPhone|iPad/.test(navigator.userAgent);

export function Find(props: FindProps) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  const [times, setTimes] = useState(0);
  const from = useRef<Element>(null);
  const show = () => {
    from.current = document.activeElement;
    setTimes((n) => n + 1);
    setOpen(true);
  };
  const close = () => {
    setOpen(false);
    // Back to where it was asked for; a page that is gone to takes the focus after that.
    if (from.current instanceof HTMLElement) from.current.focus({ preventScroll: true });
  };
  useEffect(() => {
    const ahead = setTimeout(() => void load().catch(() => {}), AHEAD_MS);
    return () => clearTimeout(ahead);
  }, []);
  // A single letter alone would get in the way of whoever speaks to the computer (WCAG 2.1.4).
  useHotkeys([["mod+K", show]], []);
  return (
    <>
      <Button
        variant="default"
        className="find"
        aria-label={t("search")}
        aria-keyshortcuts={apple ? "Meta+K" : "Control+K"}
        onClick={show}
        rightSection={
          <kbd className="find-keys" aria-hidden>
            {apple ? "⌘K" : "Ctrl K"}
          </kbd>
        }
      >
        <svg className="find-sign" width="16" height="16" viewBox="0 0 16 16" aria-hidden>
          <path
            d="M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10Zm3.5-1.5L14 14"
            fill="none"
            stroke="currentColor"
            strokeWidth="1.5"
          />
        </svg>
        <span className="find-word">{t("search")}</span>
      </Button>
      {times > 0 && (
        <Suspense>
          {/* Each time anew: what was typed before may still be fading out. */}
          <Palette key={times} {...props} opened={open} close={close} />
        </Suspense>
      )}
    </>
  );
}
