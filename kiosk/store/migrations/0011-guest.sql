-- How a guest is greeted, if they said a first name: sealed under the ticket (store/greeting.h). It is
-- used while the booking is nobody's card's.
ALTER TABLE booking ADD COLUMN greeting BLOB;
