/** What tables of things have in common: the names of the columns, and the button in a row that as a whole opens what it is of. */
import { Button, Table } from "@mantine/core";
import type { ReactNode } from "react";

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

/** For the keyboard and for screen readers; a press on the row opens it too. */
export function Opens({ show, children }: { show: () => void; children: ReactNode }) {
  return (
    <Button
      variant="transparent"
      size="compact-sm"
      px={0}
      onClick={(e) => {
        e.stopPropagation();
        show();
      }}
    >
      {children}
    </Button>
  );
}
