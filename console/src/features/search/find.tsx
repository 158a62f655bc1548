/** The way to everything by keyboard: its button in the frame, and Ctrl or Cmd with K from everywhere. */
import { Button } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { lazy, Suspense, useEffect, useState } from "react";
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
  useEffect(() => {
    const ahead = setTimeout(() => void load().catch(() => {}), AHEAD_MS);
    return () => clearTimeout(ahead);
  }, []);
  // A single letter alone would get in the way of whoever speaks to the computer (WCAG 2.1.4).
  useHotkeys([["mod+K", () => setOpen(true)]], []);
  return (
    <>
      <Button
        variant="default"
        className="find"
        aria-label={t("search")}
        aria-keyshortcuts={apple ? "Meta+K" : "Control+K"}
        onClick={() => setOpen(true)}
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
      {open && (
        <Suspense>
          <Palette {...props} close={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
