/** The parts of a newsletter, from top to bottom. */
import { ActionIcon, Button, Group, Stack, Title } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import type { Block } from "../../api/types";
import { BlockFields, empty, KINDS } from "./block-fields";
import { useWords } from "./words";

const BLOCKS_MAX = 60;

/** The list of parts, each with a name that stays with it when it moves, and where the keyboard goes on after that. */
function useBlocks(blocks: Block[], change: (blocks: Block[]) => void) {
  const count = useRef(0);
  const box = useRef<HTMLDivElement>(null);
  const [keys, setKeys] = useState(() => blocks.map(() => count.current++));
  const [gone, setGone] = useState<{ block: Block; at: number }>();
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
    if (!block || key === undefined) return;
    change(blocks.toSpliced(at, 1).toSpliced(at + by, 0, block));
    setKeys(keys.toSpliced(at, 1).toSpliced(at + by, 0, key));
    const there = by < 0 ? at + by > 0 : at + by < blocks.length - 1;
    setAim(`[data-block="${key}"] [data-move="${there ? by : -by}"]`);
  };
  const remove = (at: number) => {
    const block = blocks[at];
    if (!block) return;
    setGone({ block, at });
    change(blocks.toSpliced(at, 1));
    setKeys(keys.toSpliced(at, 1));
    setAim("[data-undo]");
  };
  const undo = () => {
    if (gone) put(Math.min(gone.at, blocks.length), gone.block);
    setGone(undefined);
  };
  const add = (block: Block) => {
    setGone(undefined);
    put(blocks.length, block);
  };
  return { box, keys, gone, put, move, remove, undo, add, full: blocks.length >= BLOCKS_MAX };
}

interface Props {
  blocks: Block[];
  faults: string[];
  change: (blocks: Block[]) => void;
}

export function Blocks({ blocks, faults, change }: Props) {
  const { t, say, any } = useWords();
  const list = useBlocks(blocks, change);
  const { gone, full } = list;
  const undoing = gone && (
    <Group role="status" justify="space-between" className="quiet" py={4}>
      <span>{say("block_removed", { what: any(`block_${gone.block.kind}`) })}</span>
      <Button data-undo size="compact-xs" variant="subtle" disabled={full} onClick={list.undo}>
        {t("undo")}
      </Button>
    </Group>
  );
  return (
    <Stack gap="xs" ref={list.box}>
      <Title order={2} className="part-head">
        {t("blocks")}
      </Title>
      {blocks.map((block, i) => {
        const name = `${i + 1} ${t(`block_${block.kind}`)}`;
        return (
          <div key={list.keys[i]}>
            {gone?.at === i && undoing}
            <div role="group" aria-label={name} data-block={list.keys[i]} className="lined">
              <Moves
                name={name}
                first={i === 0}
                last={i === blocks.length - 1}
                full={full}
                move={(by) => list.move(i, by)}
                again={() => list.put(i + 1, { ...block })}
                remove={() => list.remove(i)}
              />
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
          <Button key={k} size="compact-sm" variant="default" disabled={full} onClick={() => list.add(empty(k))}>
            {t(`block_${k}`)}
          </Button>
        ))}
      </Group>
    </Stack>
  );
}

interface MovesProps {
  name: string;
  first: boolean;
  last: boolean;
  full: boolean;
  move: (by: 1 | -1) => void;
  again: () => void;
  remove: () => void;
}

/** What can be done with a part as a whole. */
function Moves({ name, first, last, full, move, again, remove }: MovesProps) {
  const { t } = useWords();
  const quiet = { variant: "subtle", color: "gray" } as const;
  return (
    <Group justify="space-between" gap={4} mb={4}>
      <span className="quiet">{name}</span>
      <Group gap={2}>
        <ActionIcon
          {...quiet}
          data-move="-1"
          disabled={first}
          aria-label={`${t("block_up")}: ${name}`}
          onClick={() => move(-1)}
        >
          ↑
        </ActionIcon>
        <ActionIcon
          {...quiet}
          data-move="1"
          disabled={last}
          aria-label={`${t("block_down")}: ${name}`}
          onClick={() => move(1)}
        >
          ↓
        </ActionIcon>
        <Button {...quiet} size="compact-xs" disabled={full} aria-label={`${t("duplicate")}: ${name}`} onClick={again}>
          {t("duplicate")}
        </Button>
        <Button {...quiet} size="compact-xs" aria-label={`${t("remove")}: ${name}`} onClick={remove}>
          {t("remove")}
        </Button>
      </Group>
    </Group>
  );
}
