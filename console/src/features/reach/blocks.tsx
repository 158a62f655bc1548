/** The parts of a newsletter, from top to bottom. */
import { ActionIcon, Button, Group, Stack, Textarea, TextInput } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import type { Block } from "../../api";
import { useSay } from "./parts";

const KINDS = ["heading", "text", "product", "button", "divider"] as const;
const BLOCKS_MAX = 60;

const empty = (kind: Block["kind"]): Block =>
  kind === "product"
    ? { kind, title: "", text: "", price: "", url: "", image_url: "" }
    : kind === "button"
      ? { kind, text: "", url: "" }
      : kind === "divider"
        ? { kind }
        : { kind, text: "" };

export function Blocks({
  blocks,
  faults,
  change,
}: {
  blocks: Block[];
  faults: string[];
  change: (blocks: Block[]) => void;
}) {
  const { t, any, say } = useSay();
  const box = useRef<HTMLDivElement>(null);
  // A name for each that stays with it when it moves.
  const count = useRef(0);
  const [keys, setKeys] = useState(() => blocks.map(() => count.current++));
  const [gone, setGone] = useState<{ block: Block; at: number }>();
  // Where the keyboard goes on after the list changed under it.
  const [aim, setAim] = useState("");
  useEffect(() => {
    if (!aim) return;
    box.current?.querySelector<HTMLElement>(aim)?.focus();
    setAim("");
  }, [aim]);

  const put = (at: number, block: Block) => {
    const key = count.current++;
    change(blocks.toSpliced(at, 0, block));
    setKeys(keys.toSpliced(at, 0, key));
    setAim(`[data-block="${key}"] :is(input, textarea), [data-block="${key}"] button:not(:disabled)`);
  };
  const move = (at: number, by: 1 | -1) => {
    const [block, key] = [blocks[at], keys[at]];
    change(blocks.toSpliced(at, 1).toSpliced(at + by, 0, block));
    setKeys(keys.toSpliced(at, 1).toSpliced(at + by, 0, key));
    const there = by < 0 ? at + by > 0 : at + by < blocks.length - 1;
    setAim(`[data-block="${key}"] [data-move="${there ? by : -by}"]`);
  };
  const remove = (at: number) => {
    setGone({ block: blocks[at], at });
    change(blocks.toSpliced(at, 1));
    setKeys(keys.toSpliced(at, 1));
    setAim("[data-undo]");
  };
  const undo = () => {
    if (gone) put(Math.min(gone.at, blocks.length), gone.block);
    setGone(undefined);
  };
  const full = blocks.length >= BLOCKS_MAX;
  const undoing = gone && (
    <Group role="status" justify="space-between" className="quiet" py={4}>
      <span>{say("block_removed", { what: any(`block_${gone.block.kind}`) })}</span>
      <Button data-undo size="compact-xs" variant="subtle" disabled={full} onClick={undo}>
        {t("undo")}
      </Button>
    </Group>
  );
  return (
    <Stack gap="xs" ref={box}>
      <b>{t("blocks")}</b>
      {blocks.map((block, i) => {
        const name = `${i + 1} ${any(`block_${block.kind}`)}`;
        return (
          <div key={keys[i]}>
            {gone?.at === i && undoing}
            <div
              role="group"
              aria-label={name}
              data-block={keys[i]}
              style={{ borderTop: "1px solid var(--line)", padding: "8px 0" }}
            >
              <Group justify="space-between" gap={4} mb={4}>
                <span className="quiet">{name}</span>
                <Group gap={2}>
                  <ActionIcon
                    data-move="-1"
                    variant="subtle"
                    color="gray"
                    disabled={i === 0}
                    aria-label={`${t("block_up")}: ${name}`}
                    onClick={() => move(i, -1)}
                  >
                    ↑
                  </ActionIcon>
                  <ActionIcon
                    data-move="1"
                    variant="subtle"
                    color="gray"
                    disabled={i === blocks.length - 1}
                    aria-label={`${t("block_down")}: ${name}`}
                    onClick={() => move(i, 1)}
                  >
                    ↓
                  </ActionIcon>
                  <Button
                    size="compact-xs"
                    variant="subtle"
                    color="gray"
                    disabled={full}
                    aria-label={`${t("duplicate")}: ${name}`}
                    onClick={() => put(i + 1, { ...block })}
                  >
                    {t("duplicate")}
                  </Button>
                  <Button
                    size="compact-xs"
                    variant="subtle"
                    color="gray"
                    aria-label={`${t("remove")}: ${name}`}
                    onClick={() => remove(i)}
                  >
                    {t("remove")}
                  </Button>
                </Group>
              </Group>
              <BlockFields
                block={block}
                mend={(field) => faults.some((f) => f.includes(`\`blocks.${i + 1}.${field}\``))}
                change={(next) => change(blocks.with(i, next))}
              />
            </div>
          </div>
        );
      })}
      {gone && gone.at >= blocks.length && undoing}
      <Group gap={6} role="group" aria-label={t("block_add")}>
        <span className="quiet">{t("block_add")}:</span>
        {KINDS.map((k) => (
          <Button
            key={k}
            size="compact-sm"
            variant="default"
            disabled={full}
            onClick={() => {
              setGone(undefined);
              put(blocks.length, empty(k));
            }}
          >
            {any(`block_${k}`)}
          </Button>
        ))}
      </Group>
    </Stack>
  );
}

function BlockFields({
  block: b,
  mend,
  change,
}: {
  block: Block;
  mend: (field: string) => boolean;
  change: (block: Block) => void;
}) {
  const { t } = useSay();
  const hint = (field: string) => (mend(field) ? t("faults") : undefined);
  const link = { type: "url", inputMode: "url", placeholder: "https://…", maxLength: 2000 } as const;
  switch (b.kind) {
    case "heading":
      return (
        <TextInput
          aria-label={t("block_heading")}
          maxLength={200}
          description={hint("text")}
          value={b.text}
          onChange={(e) => change({ ...b, text: e.target.value })}
        />
      );
    case "text":
      return (
        <Textarea
          autosize
          minRows={3}
          aria-label={t("block_text")}
          maxLength={5000}
          description={hint("text") ?? t("markdown_def")}
          inputWrapperOrder={["label", "input", "description"]}
          value={b.text}
          onChange={(e) => change({ ...b, text: e.target.value })}
        />
      );
    case "button":
      return (
        <div className="reach-pair">
          <TextInput
            label={t("button_text")}
            maxLength={200}
            description={hint("text")}
            value={b.text}
            onChange={(e) => change({ ...b, text: e.target.value })}
          />
          <TextInput
            {...link}
            label={t("block_url")}
            description={hint("url")}
            value={b.url}
            onChange={(e) => change({ ...b, url: e.target.value.trim() })}
          />
        </div>
      );
    case "product":
      return (
        <div className="reach-pair">
          <TextInput
            label={t("product_title")}
            maxLength={200}
            description={hint("title")}
            value={b.title}
            onChange={(e) => change({ ...b, title: e.target.value })}
          />
          <TextInput
            label={t("product_price")}
            maxLength={60}
            description={hint("price")}
            value={b.price}
            onChange={(e) => change({ ...b, price: e.target.value })}
          />
          <TextInput
            label={t("product_text")}
            maxLength={500}
            description={hint("text")}
            style={{ gridColumn: "1 / -1" }}
            value={b.text}
            onChange={(e) => change({ ...b, text: e.target.value })}
          />
          <TextInput
            {...link}
            label={t("block_url")}
            description={hint("url")}
            value={b.url}
            onChange={(e) => change({ ...b, url: e.target.value.trim() })}
          />
          <TextInput
            {...link}
            label={t("product_image")}
            description={hint("image_url")}
            value={b.image_url ?? ""}
            onChange={(e) => change({ ...b, image_url: e.target.value.trim() })}
          />
        </div>
      );
    case "divider":
      return <hr style={{ border: 0, borderTop: "1px solid var(--line)", margin: "4px 0" }} />;
  }
}
