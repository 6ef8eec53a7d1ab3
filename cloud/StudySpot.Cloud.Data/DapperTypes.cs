using System.Data;
using Dapper;
using Npgsql;
using NpgsqlTypes;
using StudySpot.Access;

namespace StudySpot.Cloud.Data;

/// <summary>
/// Lets Dapper read and write the typed ids, UTC times and dates. <see cref="TenantDatabase"/> and
/// <see cref="Directories"/> register them; calling it again does nothing.
/// </summary>
public static class DapperTypes
{
    private static readonly Lazy<bool> Registered = new(static () =>
    {
        SqlMapper.AddTypeHandler(new IdHandler<TenantId>(static id => id.Value, static value => new(value)));
        SqlMapper.AddTypeHandler(new IdHandler<HallId>(static id => id.Value, static value => new(value)));
        SqlMapper.AddTypeHandler(new IdHandler<GateId>(static id => id.Value, static value => new(value)));
        SqlMapper.AddTypeHandler(new IdHandler<MemberId>(static id => id.Value, static value => new(value)));
        SqlMapper.AddTypeHandler(new IdHandler<CredentialId>(static id => id.Value, static value => new(value)));
        // Dapper asks a handler only about types that it has no mapping of its own for.
        foreach (var type in new[] { typeof(DateTimeOffset), typeof(DateTimeOffset?), typeof(DateOnly), typeof(DateOnly?) }) SqlMapper.RemoveTypeMap(type);
        SqlMapper.AddTypeHandler(new UtcTimeHandler());
        SqlMapper.AddTypeHandler(new DateHandler());
        return true;
    });

    public static void Register() => _ = Registered.Value;

    private sealed class IdHandler<T>(Func<T, Guid> write, Func<Guid, T> read) : SqlMapper.TypeHandler<T> where T : struct
    {
        public override void SetValue(IDbDataParameter parameter, T value) => parameter.Value = write(value);

        public override T Parse(object value) => read((Guid)value);
    }

    /// <summary>timestamptz is read as a UTC DateTime, and written only as UTC.</summary>
    private sealed class UtcTimeHandler : SqlMapper.TypeHandler<DateTimeOffset>
    {
        public override void SetValue(IDbDataParameter parameter, DateTimeOffset value)
        {
            ((NpgsqlParameter)parameter).NpgsqlDbType = NpgsqlDbType.TimestampTz;
            parameter.Value = value.ToUniversalTime();
        }

        public override DateTimeOffset Parse(object value) => value switch
        {
            DateTimeOffset time => time,
            DateTime { Kind: DateTimeKind.Utc } time => new DateTimeOffset(time),
            _ => throw new InvalidCastException($"{value.GetType()} is not a UTC time."),
        };
    }

    private sealed class DateHandler : SqlMapper.TypeHandler<DateOnly>
    {
        public override void SetValue(IDbDataParameter parameter, DateOnly value)
        {
            ((NpgsqlParameter)parameter).NpgsqlDbType = NpgsqlDbType.Date;
            parameter.Value = value;
        }

        public override DateOnly Parse(object value) => value switch
        {
            DateOnly date => date,
            DateTime time => DateOnly.FromDateTime(time),
            _ => throw new InvalidCastException($"{value.GetType()} is not a date."),
        };
    }
}
