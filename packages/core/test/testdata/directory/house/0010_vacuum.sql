-- migrate: transaction=forbidden
VACUUM;
