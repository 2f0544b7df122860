package pg

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
)

// idCodec reads and writes ids as the 16 bytes that they are; pgx by itself goes through their text.
type idCodec struct{ pgtype.UUIDCodec }

func withIDs(_ context.Context, conn *pgx.Conn) error {
	conn.TypeMap().RegisterType(&pgtype.Type{Name: "uuid", OID: pgtype.UUIDOID, Codec: idCodec{}})
	return nil
}

// PlanScan keeps the rule of pgtype.Codec.
func (c idCodec) PlanScan(m *pgtype.Map, oid uint32, format int16, target any) pgtype.ScanPlan {
	if _, is := target.(*uuid.UUID); is && format == pgtype.BinaryFormatCode {
		return scanID{}
	}
	return c.UUIDCodec.PlanScan(m, oid, format, target)
}

// PlanEncode keeps the rule of pgtype.Codec.
func (c idCodec) PlanEncode(m *pgtype.Map, oid uint32, format int16, value any) pgtype.EncodePlan {
	if _, is := value.(uuid.UUID); is && format == pgtype.BinaryFormatCode {
		return encodeID{}
	}
	return c.UUIDCodec.PlanEncode(m, oid, format, value)
}

type scanID struct{}

func (scanID) Scan(from []byte, into any) error {
	id := into.(*uuid.UUID)
	if len(from) != len(id) {
		return fmt.Errorf("pg: an id has %d bytes", len(from)) // NULL among them
	}
	copy(id[:], from)
	return nil
}

type encodeID struct{}

func (encodeID) Encode(value any, to []byte) ([]byte, error) {
	id := value.(uuid.UUID)
	return append(to, id[:]...), nil
}
