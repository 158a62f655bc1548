/** A field of lines with fields of their own: one is added, and each can be taken out. */
import { Button, Input as Frame, Group, Select, Stack, TextInput } from "@mantine/core";
import type { Field } from "../../api/types";
import { useCountries } from "./countries";
import type { InputProps } from "./input";
import type { Said } from "./kept";
import { useWords } from "./words";

export function Rows({ field, form }: InputProps) {
  const { t } = useWords();
  const value = form.values[field.name];
  const rows: Said[] = Array.isArray(value) ? value : [];
  const put = (next: Said[]) => form.setFieldValue(field.name, next);
  const fresh = Object.fromEntries(field.rows.map((f) => [f.name, ""]));
  return (
    <Frame.Wrapper label={field.label} description={field.hint} error={form.errors[field.name]}>
      <Stack gap="xs" mt={4}>
        {rows.map((row, at) => (
          <Group key={at} align="end" role="group" aria-label={`${field.label} ${at + 1}`}>
            {field.rows.map((f) => (
              <Cell
                key={f.name}
                field={f}
                value={String(row[f.name] ?? "")}
                put={(text) => put(rows.map((r, i) => (i === at ? { ...r, [f.name]: text } : r)))}
              />
            ))}
            <Button variant="default" onClick={() => put(rows.filter((_, i) => i !== at))}>
              {t("rg_row_out")}
            </Button>
          </Group>
        ))}
        <div>
          <Button size="xs" variant="default" onClick={() => put([...rows, fresh])}>
            {t("rg_row_add")}
          </Button>
        </div>
      </Stack>
    </Frame.Wrapper>
  );
}

function Cell({ field, value, put }: { field: Field; value: string; put: (text: string) => void }) {
  const countries = useCountries(true);
  if (field.shape === "country")
    return (
      <Select
        searchable
        label={field.label}
        required={field.needed}
        comboboxProps={{ keepMounted: false }}
        data={countries}
        value={value || null}
        onChange={(code) => put(code ?? "")}
      />
    );
  return (
    <TextInput
      className="share"
      type={field.shape === "moment_past" ? "datetime-local" : "text"}
      label={field.label}
      required={field.needed}
      maxLength={120}
      value={value}
      onChange={(e) => put(e.target.value)}
    />
  );
}
