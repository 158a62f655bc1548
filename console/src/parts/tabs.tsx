/** Tabs of a page, the open one in the address. */
import { Loader, Tabs } from "@mantine/core";
import { type ReactNode, Suspense } from "react";
import { useAddress } from "./address";

export interface Tab {
  /** Its name in the address. */
  key: string;
  label: string;
  /** False where the reader may not. */
  show?: boolean;
  draw: () => ReactNode;
}

/** `leave` are names in the address that belong to a tab, and go when another is opened. */
export function AddressTabs({ tabs, leave = [] }: { tabs: Tab[]; leave?: string[] }) {
  const { at, put } = useAddress();
  const shown = tabs.filter((tab) => tab.show !== false);
  const open = shown.find((tab) => tab.key === at("tab")) ?? shown[0];
  const set = (tab: string | null) => put({ ...Object.fromEntries(leave.map((name) => [name, null])), tab });
  return (
    <Tabs value={open?.key ?? null} onChange={set} keepMounted={false}>
      <Tabs.List mb="md">
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
  );
}
