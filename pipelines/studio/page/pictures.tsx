import type { LevelTiles, NodeState, RunView } from '../protocol.js';
import { Bar, countOf } from './bar.js';
import { store } from './store.js';
import { tileBoxes } from './tile-boxes.js';

/** The canvas of each level as it denoises, coarse to fine, with its tiles. */
export function Pictures({ run: { id, nodes, expected } }: { run: RunView }) {
  const shown = nodes.filter(({ pictures }) => pictures > 0);
  if (shown.length === 0) return null;
  const { showsTiles } = store;
  return (
    <div>
      <label class="choice">
        <input
          type="checkbox"
          checked={showsTiles.value}
          onChange={({ currentTarget }) => (showsTiles.value = currentTarget.checked)}
        />
        tiles
      </label>
      <div class="pictures">
        {shown.map((node) => (
          <Canvas key={`${id} ${node.name}`} run={id} node={node} tiles={expected?.tiles[node.name]} />
        ))}
      </div>
    </div>
  );
}

function Canvas({ run, node, tiles }: { run: string; node: NodeState; tiles: LevelTiles | undefined }) {
  const address = new URLSearchParams({ run, node: node.name, n: `${node.pictures}` }).toString();
  return (
    <figure data-ended={node.ended}>
      <div class="canvas">
        <img src={`picture?${address}`} alt={`What ${node.name} estimates`} />
        {tiles !== undefined && store.showsTiles.value && <Tiles tiles={tiles} picture={node.pictureSize} />}
      </div>
      <figcaption>
        <b>{node.name.replace(/\.solve$/, '')}</b> {tiles?.size.join('×')} <span>{countOf(node)}</span>
        <Bar node={node} />
        {tiles !== undefined && <small>{wordsOf(tiles)}</small>}
      </figcaption>
    </figure>
  );
}

const wordsOf = ({ rows, columns, tile, moves }: LevelTiles): string => {
  const count = rows.length * columns.length;
  const each = `${tile[0]}×${tile[1]}`;
  return count === 1 ? `one tile of ${each}` : `${count} tiles of ${each}${moves ? ', moved in every step' : ''}`;
};

/** The borders of the tiles, over each video of a picture. */
function Tiles({ tiles, picture }: { tiles: LevelTiles; picture: NodeState['pictureSize'] }) {
  if (picture === undefined) return null;
  const [width, height] = picture;
  return (
    <svg class="tiles" viewBox={`0 0 ${width} ${height}`} aria-hidden="true" data-moves={tiles.moves}>
      {tileBoxes(tiles, picture).map(({ x, y }) => (
        <rect key={`${x} ${y}`} x={x} y={y} width={tiles.tile[1]} height={tiles.tile[0]} />
      ))}
    </svg>
  );
}
