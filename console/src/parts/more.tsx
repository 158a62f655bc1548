/** What else can be done, behind one button: the one thing that is next stands beside it. */
import { Button, Menu } from "@mantine/core";
import type { ReactNode } from "react";
import { useWords } from "../words/catalogue";

export interface Choice {
  label: string;
  go: () => void;
  /** Why it cannot be done now. */
  not?: string;
  /** What is set apart from the others: it ends or takes away. */
  last?: boolean;
}

function Item({ label, go, not }: Choice): ReactNode {
  return (
    <Menu.Item onClick={go} disabled={not !== undefined}>
      {label}
      {not && <div className="menu-why">{not}</div>}
    </Menu.Item>
  );
}

export function More({ choices, label }: { choices: Choice[]; label?: string }) {
  const { t } = useWords();
  if (choices.length === 0) return null;
  const [most, last] = [choices.filter((c) => !c.last), choices.filter((c) => c.last)];
  return (
    <Menu position="bottom-start" width={260} shadow="md">
      <Menu.Target>
        <Button variant="default" rightSection={<span aria-hidden>▾</span>}>
          {label ?? t("other_acts")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {most.map((c) => (
          <Item key={c.label} {...c} />
        ))}
        {most.length > 0 && last.length > 0 && <Menu.Divider />}
        {last.map((c) => (
          <Item key={c.label} {...c} />
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
