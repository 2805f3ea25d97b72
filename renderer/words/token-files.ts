/** The tokens of a picture as files: which token holds each patch, when it joined, what every layer kept. Pure. */
import type { EncodedView, Encoding, ReductionRequest } from '../../src-engine/engine.ts';
import { lineageOf } from '../../src-engine/merging/lineage.ts';
import { dropped, lastOwner } from '../../src-engine/merging/owner-map.ts';
import { csvText } from '../../src-engine/report/csv.ts';

/** One row a patch; layers and places count from one, tokens from one as on screen. */
export function tokensCsv(picture: string, { views }: Encoding): string {
  const named = views.some(({ name }) => name !== undefined);
  const head = [
    ...['picture', 'view', 'row', 'column', 'token', 'token_patches', 'joined_at_layer'],
    ...(named ? ['view_name'] : []),
  ];
  return csvText([head, ...views.flatMap((view, index) => rowsOf(picture, view, index))]);
}

function rowsOf(picture: string, view: EncodedView, index: number) {
  const [rows, columns] = view.grid;
  const patches = rows * columns;
  const owner = lastOwner(view.owner, patches);
  const { joined } = lineageOf(view.owner, patches);
  return Array.from(owner, (token, patch) => {
    const layer = joined[patch] ?? -1;
    return [
      ...[picture, index + 1, Math.floor(patch / columns) + 1, (patch % columns) + 1],
      token === dropped ? null : token + 1,
      token === dropped ? null : view.size[token],
      layer < 0 ? null : layer + 1, // the first patch of a token joins nothing
      ...(view.name === undefined ? [] : [view.name]),
    ];
  });
}

/** Owner maps of every layer, sizes, counts, thresholds: what the overlays are drawn from. Tokens count from zero here, as the engine has them. */
export function tokensJson(picture: string, encoding: Encoding, reduction: ReductionRequest): string {
  const { model, family, tokens, fullTokens, target, source, device, precision, views } = encoding;
  const document = {
    ...{ format: 'dymu-tokens', version: 1, picture, model, family, reduction },
    ...{ tokens, fullTokens, target, source, device, precision },
    read: encoding.picture ?? null,
    views: views.map((view) => {
      const { name, grid, region, countsPerLayer, thresholds, owner, size, scores, selected } = view;
      const patches = grid[0] * grid[1];
      const { events } = lineageOf(owner, patches, scores);
      return {
        ...(name === undefined ? {} : { name }),
        ...{ grid, region, tokens: view.tokens, countsPerLayer, thresholds },
        owner: layersOf(owner, patches),
        size: Array.from(size),
        lineage: events.map((joins) =>
          joins.map(({ layer, patches: part, score }) => ({
            ...{ layer, patches: Array.from(part) },
            ...(score === undefined ? {} : { score }),
          })),
        ),
        ...(selected === undefined
          ? {}
          : { anchor: Array.from(selected.anchor), contextual: Array.from(selected.contextual) }),
      };
    }),
  };
  return `${JSON.stringify(document)}\n`;
}

function layersOf(owner: Int32Array, patches: number): number[][] {
  return Array.from({ length: owner.length / patches }, (_, layer) =>
    Array.from(owner.subarray(layer * patches, (layer + 1) * patches)),
  );
}
