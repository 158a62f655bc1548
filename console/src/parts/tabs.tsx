/** Tabs of a page, the open one in the address. */
import { Loader, Tabs } from "@mantine/core";
import { type ReactNode, Suspense, useEffect, useRef } from "react";
import { useAddress } from "./address";
import { Head } from "./head";

export interface Tab {
  /** Its name in the address. */
  key: string;
  label: string;
  /** False where the reader may not. */
  show?: boolean;
  draw: () => ReactNode;
}

/** The page of a `title` that is told apart in tabs. `leave` are names in the address that belong to a tab, and go when another is opened. */
export function AddressTabs({ title, tabs, leave = [] }: { title: string; tabs: Tab[]; leave?: string[] }) {
  const { at, put } = useAddress();
  const shown = tabs.filter((tab) => tab.show !== false);
  const open = shown.find((tab) => tab.key === at("tab")) ?? shown[0];
  const list = useRef<HTMLDivElement>(null);
  // On a phone the open one may lie beyond the edge.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each time another is open.
  useEffect(() => {
    const [row, tab] = [list.current, list.current?.querySelector<HTMLElement>("[data-active]")];
    if (row && tab) row.scrollLeft = tab.offsetLeft - (row.clientWidth - tab.offsetWidth) / 2;
  }, [open?.key]);
  const set = (tab: string | null) => put({ ...Object.fromEntries(leave.map((name) => [name, null])), tab });
  return (
    <>
      <Head title={title} part={open?.label} />
      <Tabs value={open?.key ?? null} onChange={set} keepMounted={false}>
        <Tabs.List mb="lg" ref={list}>
          {shown.map((tab) => (
            <Tabs.Tab key={tab.key} value={tab.key}>
              {tab.label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {open && (
          <Tabs.Panel value={open.key}>
            <Suspense fallback={<Loader />}>{open.draw()}</Suspense>
          </Tabs.Panel>
        )}
      </Tabs>
    </>
  );
}
