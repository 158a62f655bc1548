/** Segments that are ready to begin with: each teaches one kind of condition. */
export const READY = [
  { word: "sg_ready_recent", definition: ["within", "order_last", 90] },
  {
    word: "sg_ready_never",
    definition: [
      "and",
      [
        ["is", "email", ["yes"]],
        ["is", "order_count", [0]],
      ],
    ],
  },
  { word: "sg_ready_big", definition: ["gte", "order_sum:DKK", 5000] },
] as const;
