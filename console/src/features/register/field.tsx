/** A field of things to tick, many at once. For every kind of the register. */
import { Checkbox } from "@mantine/core";
import type { ComponentProps } from "react";

interface Props extends Omit<ComponentProps<typeof Checkbox.Group>, "children"> {
  choices: { value: string; label: string }[];
}

export function Ticks({ choices, ...group }: Props) {
  return (
    <Checkbox.Group {...group}>
      <div className="ticks">
        {choices.map(({ value, label }) => (
          <Checkbox key={value} value={value} label={label} />
        ))}
      </div>
    </Checkbox.Group>
  );
}
