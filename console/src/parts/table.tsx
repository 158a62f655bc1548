/** What tables of things have in common: the names of the columns, and the button in a row that as a whole opens what it is of. */
import { Button, Table } from "@mantine/core";
import { type ReactNode, useEffect, useRef } from "react";

export function Heads({ words }: { words: string[] }) {
  return (
    <Table.Thead>
      <Table.Tr>
        {words.map((word) => (
          <Table.Th key={word}>{word}</Table.Th>
        ))}
      </Table.Tr>
    </Table.Thead>
  );
}

/** What was opened last on a page of its own: whoever comes back goes on where they were. */
let left: string | undefined;

/** For the keyboard and for screen readers; a press on the row opens it too. With `name`, it is returned to. */
export function Opens({ show, name, children }: { show: () => void; name?: string; children: ReactNode }) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!name || name !== left) return;
    left = undefined;
    button.current?.focus();
  }, [name]);
  return (
    <Button
      ref={button}
      variant="transparent"
      size="compact-sm"
      px={0}
      my={-2}
      onClick={(e) => {
        e.stopPropagation();
        left = name;
        show();
      }}
    >
      {children}
    </Button>
  );
}
