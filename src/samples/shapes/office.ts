import { auditData, creationTime, recordNumber } from '../records/office.ts';
import type { Row } from '../table.ts';
import { csvCell } from './csv.ts';
import { JSON_ARRAY } from './exportFiles.ts';
import type { Framing } from './exportFiles.ts';
import type { Shape } from './shape.ts';
import { textOf } from '../table.ts';

const office = (table: string): boolean => table === 'OfficeActivity';

/** `5/1/2026 1:10:40 PM`, as PowerShell prints it in the culture of the United States. */
function powershellTime(text: string): string {
  const hour = Number(text.slice(11, 13));
  return `${Number(text.slice(5, 7))}/${Number(text.slice(8, 10))}/${text.slice(0, 4)} ${hour % 12 === 0 ? 12 : hour % 12}:${text.slice(14, 19)} ${hour < 12 ? 'AM' : 'PM'}`;
}

const HEADER =
  '"PSComputerName","RunspaceId","PSShowComputerName","RecordType","CreationDate","UserIds","Operations","AuditData","ResultIndex","ResultCount","Identity","IsValid","ObjectState"';

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/** `Search-UnifiedAuditLog | Export-Csv`. */
export const UAL_CSV: Shape = {
  id: 'ual-csv',
  title: 'Unified audit log, Search-UnifiedAuditLog to CSV',
  carries: office,
  open: (files) => {
    const framing: Framing = { open: `${HEADER}\n`, between: '\n', close: '\n' };
    let count = 0;
    return {
      accept({ row }) {
        const index = count++;
        const cells = [
          'outlook.office365.com',
          '9f4c1c1e-1f0a-4f0e-9d0a-2f5f3d6c0b11',
          'False',
          textOf(row, 'RecordType'),
          powershellTime(creationTime(row)),
          textOf(row, 'UserId'),
          textOf(row, 'Operation'),
          JSON.stringify(auditData(row)),
          String((index % 5000) + 1),
          '5000',
          textOf(row, 'OfficeId'),
          'True',
          'Unchanged',
        ];
        files.add(
          `office/UnifiedAuditLog-${Math.floor(index / 50_000) + 1}.csv`,
          cells.map(quoted).join(','),
          framing,
        );
      },
      finish: () => undefined,
    };
  },
};

/** The audit search of the Purview portal. */
export const PURVIEW_CSV: Shape = {
  id: 'purview-csv',
  title: "Unified audit log, Purview portal's CSV",
  carries: office,
  open: (files) => {
    const framing: Framing = {
      open: 'RecordId,CreationDate,RecordType,Operation,UserId,AuditData,AssociatedAdminUnits,AssociatedAdminUnitsNames\n',
      between: '\n',
      close: '\n',
    };
    let count = 0;
    return {
      accept({ row }) {
        const data = auditData(row);
        const part = Math.floor(count++ / 49_000) + 1;
        files.add(
          `office/AuditLog-${part}.csv`,
          purviewLine(row, JSON.stringify(data), String(recordNumber(row))),
          framing,
        );
      },
      finish: () => undefined,
    };
  },
};

function purviewLine(row: Row, data: string, type: string): string {
  return [
    textOf(row, 'OfficeId'),
    `${creationTime(row)}.0000000Z `,
    type,
    textOf(row, 'Operation'),
    textOf(row, 'UserId'),
    data,
    '',
    '',
  ]
    .map(csvCell)
    .join(',');
}

/** A content blob of the Management Activity API. */
export const UAL_JSON: Shape = {
  id: 'ual-json',
  title: 'Unified audit log, Management Activity API JSON',
  carries: office,
  open: (files) => {
    let count = 0;
    return {
      accept({ row }) {
        files.add(
          `office/audit-${Math.floor(count++ / 20_000) + 1}.json`,
          JSON.stringify(auditData(row)),
          JSON_ARRAY,
        );
      },
      finish: () => undefined,
    };
  },
};
