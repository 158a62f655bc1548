/** What else can be done, behind one button: the one thing that is next stands beside it. */
import { Button, Menu } from "@mantine/core";
import { useRef, useState } from "react";
import { useWords } from "../words/catalogue";

export interface Choice {
  label: string;
  go: () => void;
  /** Why it cannot be done now. */
  not?: string;
  /** What is set apart from the others: it ends or takes away. */
  last?: boolean;
}

export function More({ choices, label }: { choices: Choice[]; label?: string }) {
  const { t } = useWords();
  const button = useRef<HTMLButtonElement>(null);
  const [chosen, setChosen] = useState(false);
  if (choices.length === 0) return null;
  const [most, last] = [choices.filter((c) => !c.last), choices.filter((c) => c.last)];
  const item = ({ label: name, go, not }: Choice) => {
    const choose = () => {
      setChosen(true);
      // What opens now gives the focus back here when it closes; the menu must not take it meanwhile.
      button.current?.focus();
      go();
    };
    return (
      <Menu.Item key={name} onClick={choose} disabled={not !== undefined}>
        {name}
        {not && <div className="menu-why">{not}</div>}
      </Menu.Item>
    );
  };
  return (
    <Menu position="bottom-start" width={260} shadow="md" returnFocus={!chosen} onOpen={() => setChosen(false)}>
      <Menu.Target>
        <Button ref={button} variant="default" rightSection={<span aria-hidden>▾</span>}>
          {label ?? t("other_acts")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {most.map(item)}
        {most.length > 0 && last.length > 0 && <Menu.Divider />}
        {last.map(item)}
      </Menu.Dropdown>
    </Menu>
  );
}
