// data_table and table: a caption, sorting by a column, pages.
import { useId, useState } from "react";
import { Library } from "./Library";
import type { Dict, Json } from "../state/types";

const PAGE = 5; // Slack's default page_size

interface Sorting {
  column: number;
  down: boolean;
}

export function DataTable({ block }: { block: Dict }) {
  const [page, setPage] = useState(0);
  const [sorting, setSorting] = useState<Sorting | null>(null);
  const caption = useId();
  const [header, ...rows]: Dict[][] = block.rows;
  const native = block.type === "data_table";
  const size = native ? (block.page_size ?? PAGE) : rows.length;
  const sorted = sorting ? [...rows].sort(by(sorting)) : rows;
  const shown = sorted.slice(page * size, (page + 1) * size);
  const pages = Math.ceil(rows.length / size);
  const rowHeader: number = native ? (block.row_header_column_index ?? 0) : -1;
  const turn = (column: number) => {
    setSorting(sorting?.column === column ? { column, down: !sorting.down } : { column, down: false });
    setPage(0);
  };
  return (
    <figure className="data-table">
      {block.caption && <figcaption id={caption}>{block.caption}</figcaption>}
      <div className="scroll" tabIndex={0} role="group" aria-label={block.caption ?? "Table"}>
        <table aria-labelledby={block.caption ? caption : undefined}>
          <thead>
            <tr>
              {header!.map((cell, column) => (
                <th key={column} scope="col" aria-sort={direction(sorting, column)} className={isNumeric(rows, column) ? "number" : ""}>
                  {native ? (
                    <button type="button" onClick={() => turn(column)}>
                      {cell.text}
                      <span aria-hidden="true">{arrow(sorting, column)}</span>
                    </button>
                  ) : (
                    <Cell cell={cell} />
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row, place) => (
              <tr key={place}>
                {row.map((cell, column) =>
                  column === rowHeader ? (
                    <th key={column} scope="row">
                      <Cell cell={cell} />
                    </th>
                  ) : (
                    <td key={column} className={cellClass(block, cell, column)}>
                      <Cell cell={cell} />
                    </td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {pages > 1 && (
        <div className="pages">
          <button type="button" className="button" disabled={page === 0} onClick={() => setPage(page - 1)}>
            Back
          </button>
          <span>
            {page * size + 1}–{Math.min((page + 1) * size, rows.length)} of {rows.length}
          </span>
          <button type="button" className="button" disabled={page + 1 >= pages} onClick={() => setPage(page + 1)}>
            Next
          </button>
        </div>
      )}
    </figure>
  );
}

function Cell({ cell }: { cell: Dict }) {
  if (cell.type === "rich_text") return <Library blocks={[cell]} />;
  return <>{cell.text}</>;
}

function cellClass(block: Dict, cell: Dict, column: number): string {
  const align = block.column_settings?.[column]?.align;
  return align ? `align-${align}` : cell.type === "raw_number" ? "number" : "";
}

function isNumeric(rows: Dict[][], column: number): boolean {
  return rows.length > 0 && rows.every((row) => row[column]!.type === "raw_number");
}

function direction(sorting: Sorting | null, column: number) {
  if (sorting?.column !== column) return undefined;
  return sorting.down ? ("descending" as const) : ("ascending" as const);
}

function arrow(sorting: Sorting | null, column: number): string {
  if (sorting?.column !== column) return "";
  return sorting.down ? " ↓" : " ↑";
}

function by({ column, down }: Sorting) {
  const key = (row: Dict[]): Json => row[column]!.value ?? row[column]!.text ?? "";
  const sign = down ? -1 : 1;
  return (one: Dict[], two: Dict[]) => {
    const [a, b] = [key(one), key(two)];
    if (typeof a === "number" && typeof b === "number") return sign * (a - b);
    return sign * String(a).localeCompare(String(b));
  };
}
